# SPDX-License-Identifier: BSD-3-Clause
"""What the module Vtkcast is made of; none of it needs Qt."""
