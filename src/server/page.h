/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPage: the files of the page, those in the program or those of a folder.
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _VcPage VcPage;

/* @content: (nullable): folder to serve instead of the embedded page.
 * @frame_ancestors: who may show the page in a frame, as in
 * Content-Security-Policy. */
VcPage *vc_page_new (const char *content, const char *frame_ancestors,
                     GError **error);
void vc_page_free (VcPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcPage, vc_page_free)

/* Answers a request for @path, which is decoded and begins with a slash. */
void vc_page_respond (VcPage *self, SoupServerMessage *message,
                      const char *path);

G_END_DECLS
