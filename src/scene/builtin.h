/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The scenes that need no file: "vtkcast:cone", "vtkcast:mesh" and
 * "vtkcast:patches".
 */

#pragma once

#include <memory>

#include "item.h"

#define VC_BUILTIN_PREFIX "vtkcast:"

/* Columns and rows of the patches, which cover the whole view. */
#define VC_PATCH_COLUMNS 4
#define VC_PATCH_ROWS 3

/* From the top left, row by row: exact RGB values, whatever the size. */
static constexpr unsigned char vc_patches[VC_PATCH_ROWS * VC_PATCH_COLUMNS][3] =
  {
    {0, 0, 0},     {255, 255, 255}, {128, 128, 128}, {255, 0, 0},
    {0, 255, 0},   {0, 0, 255},     {0, 255, 255},   {255, 0, 255},
    {255, 255, 0}, {32, 32, 32},    {224, 224, 224}, {224, 172, 105},
};

bool vc_builtin_exists (const char *location);

/* For cone and patches. */
std::unique_ptr<VcItem> vc_builtin_make_item (const char *location);
