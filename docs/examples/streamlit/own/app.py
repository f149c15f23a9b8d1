# SPDX-License-Identifier: BSD-3-Clause
"""A Streamlit app around a VTK program of its own, program.py.

    VTKCAST_URL='http://127.0.0.1:8080/?token=…' streamlit run app.py
"""

import os

import streamlit as st
from vtkcast_streamlit import vtkcast_view

st.set_page_config(page_title="CT head", layout="wide")

with st.sidebar:
    isovalue = st.slider("Isovalue (HU)", -500, 1500, 300, step=10)
    smooth = st.checkbox("Smooth", value=True)

camera, clicked = vtkcast_view(
    os.environ.get("VTKCAST_URL", "http://127.0.0.1:8080/"), height=480,
    params={"isovalue": isovalue, "smooth": smooth})

if clicked and clicked["position"]:
    st.write("Picked: {:.1f}, {:.1f}, {:.1f} mm".format(*clicked["position"]))
if camera:
    st.write("The camera is at {:.0f}, {:.0f}, {:.0f} mm".format(
        *camera["position"]))
