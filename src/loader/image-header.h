/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcImageHeader: what the header of a voxel file says, whatever its format.
 *
 * Filled in by pure parsers (nrrd.h, metaimage.h, nifti.h). Their errors are
 * clauses without a final full stop that complete the sentence "FILE cannot be
 * read: …".
 */

#pragma once

#include "volume.h"

G_BEGIN_DECLS

/* Values as they are stored: VcScalarType and two more. */
typedef enum {
  VC_STORED_INT64 = VC_SCALAR_FLOAT64 + 1,
  VC_STORED_UINT64,
} VcStoredType;

typedef enum {
  VC_ENCODING_RAW,
  VC_ENCODING_GZIP,
  VC_ENCODING_ZLIB,
  VC_ENCODING_TEXT,
} VcEncoding;

/**
 * VcImageHeader:
 * @dims: each ≥ 1
 * @components: 1…4, fastest
 * @frames: ≥ 1; what follows the first is not read
 * @stored: a #VcScalarType or #VcStoredType
 * @byte_order: G_LITTLE_ENDIAN or G_BIG_ENDIAN
 * @data_file: (nullable): relative to the header's folder
 * @offset: of the data in their file; −1: they end with the file
 * @skip_lines: after @offset, before decompression
 * @skip_bytes: after @skip_lines, after decompression
 * @stored_range: of the stored values if it is known, else 0…0
 * @slope, @intercept: value = stored · slope + intercept
 * @ijk_to_lps: checked by vc_affine_check()
 * @modality: VC_MODALITY_OTHER if the header does not tell
 * @guess: VC_MODALITY_OTHER or what values mean that tell nothing themselves
 */
typedef struct {
  guint dims[3];
  guint components;
  guint frames;
  guint stored;
  guint byte_order;
  VcEncoding encoding;
  char *data_file;
  gint64 offset;
  guint skip_lines;
  guint64 skip_bytes;
  double stored_range[2];
  double slope, intercept;
  double ijk_to_lps[16];
  VcModality modality;
  VcModality guess;
} VcImageHeader;

/* All zero but one component, one frame, identity, slope 1. */
VcImageHeader *vc_image_header_new (void);
void vc_image_header_free (VcImageHeader *self);

/* Takes @name as it stands in a header. Fails if it means several files, by a
 * list or a pattern. */
gboolean vc_image_header_set_data_file (VcImageHeader *self, const char *name);

/* Bytes of one stored value. */
gsize vc_image_header_value_size (const VcImageHeader *self);

/* The type that the values get once @slope and @intercept are applied: integers
 * stay integers where possible. */
VcScalarType vc_image_header_type (const VcImageHeader *self);

/* Values of the first frame. */
guint64 vc_image_header_n_values (const VcImageHeader *self);

/* What all formats share: sizes without overflow, matrix, slope, and a data
 * file that lies below the header's folder. */
gboolean vc_image_header_check (const VcImageHeader *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcImageHeader, vc_image_header_free)

G_END_DECLS
