/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Writes NIfTI-1 headers of the oblique volume.
 */

#pragma once

#include <string.h>

#include "oblique.h"

#define NIFTI_OFFSET 352

typedef enum { NIFTI_QFORM, NIFTI_SFORM, NIFTI_NO_FORM } NiftiForm;

static inline void
nifti_put_short (guint8 *header, guint offset, gint16 value)
{
  memcpy (header + offset, &value, sizeof value);
}

static inline void
nifti_put_float (guint8 *header, guint offset, float value)
{
  memcpy (header + offset, &value, sizeof value);
}

/* In the machine's byte order. NIfTI's space is RAS. */
static inline void
nifti_make_header (guint8 header[NIFTI_OFFSET], NiftiForm form)
{
  /* Of diag(−1, −1, 1) · the rotation in oblique.h: b, c, d, offsets. */
  static const float quaternion[] = {0.28867513f, -0.28867513f, -0.86602540f,
                                     10,          -20,          -30};
  static const float pixdim[] = {1, 0.5, 0.75, 2};
  static const gint16 dim[] = {3, 4, 3, 2, 1, 1, 1, 1};
  const gint32 size = 348;

  memset (header, 0, NIFTI_OFFSET);
  memcpy (header, &size, sizeof size);
  for (guint i = 0; i < 8; i++)
    nifti_put_short (header, 40 + 2 * i, dim[i]);
  nifti_put_short (header, 70, 4); /* int16 */
  nifti_put_short (header, 72, 16);
  for (guint i = 0; i < 4; i++)
    nifti_put_float (header, 76 + 4 * i, pixdim[i]);
  nifti_put_float (header, 108, NIFTI_OFFSET);
  header[123] = 2; /* mm */
  nifti_put_short (header, 252, form == NIFTI_QFORM);
  nifti_put_short (header, 254, form == NIFTI_SFORM);
  for (guint i = 0; i < 6; i++)
    nifti_put_float (header, 256 + 4 * i, quaternion[i]);
  for (guint i = 0; i < 12; i++)
    nifti_put_float (header, 280 + 4 * i, oblique_lps[i] * (i < 8 ? -1 : 1));
  memcpy (header + 344, "n+1", 4);
}
