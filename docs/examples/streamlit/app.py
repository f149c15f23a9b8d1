# SPDX-License-Identifier: BSD-3-Clause
"""A CT head in a Streamlit app.

    vtkcast --allow-origin http://localhost:8501 ct-head.nhdr
    VTKCAST_URL='http://127.0.0.1:8080/?token=…' streamlit run app.py
"""

import os

import streamlit as st
from vtkcast_streamlit import vtkcast_view

st.set_page_config(page_title="CT head", layout="wide")

with st.sidebar:
    window = st.slider("Window (HU)", 1, 4000, 1200)
    level = st.slider("Level (HU)", -1000, 2000, 400)
    shading = st.checkbox("Shading", value=True)

camera, clicked = vtkcast_view(
    os.environ.get("VTKCAST_URL", "http://127.0.0.1:8080/"), height=480,
    params={"window": window, "level": level, "shading": shading})

if clicked and clicked["position"]:
    st.write("Picked: {:.1f}, {:.1f}, {:.1f} mm".format(*clicked["position"]))
if camera:
    st.write("The camera is at {:.0f}, {:.0f}, {:.0f} mm".format(
        *camera["position"]))
