# SPDX-License-Identifier: BSD-3-Clause
"""The Streamlit app that streamlit.test.mjs works with."""

import json
import os

import streamlit as st
from vtkcast_streamlit import vtkcast_view

state = st.session_state
state.runs = state.get("runs", 0) + 1
with st.sidebar:
    opacity = st.slider("Opacity", 0, 100, 100)
    wireframe = st.checkbox("Wireframe")
    st.button("Again")

view = vtkcast_view(
    os.environ["VTKCAST_URL"], height=400,
    camera_updates=os.environ.get("CAMERA_UPDATES", "rest"),
    params={"opacity": opacity / 100,
            "representation": "wireframe" if wireframe else "surface"})
st.code(json.dumps({"runs": state.runs, **view._asdict()}))
