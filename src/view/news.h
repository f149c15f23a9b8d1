/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcNews: what happened in other threads, until its owner can be told in its
 * own main context.
 */

#pragma once

#include "scene.h"

G_BEGIN_DECLS

/* What is told once, however often it happened. */
typedef enum {
  VC_NEWS_PHASE = 1 << 0,
  VC_NEWS_PARAMETERS = 1 << 1,
  VC_NEWS_CAMERA = 1 << 2,
} VcNewsFlags;

/**
 * VcNewsItem:
 * @flags: of what happened
 * @status: (nullable)
 * @refusal: (nullable): why values of parameters were refused
 * @pick: (nullable)
 */
typedef struct {
  VcNewsFlags flags;
  VcStatus *status;
  char *refusal;
  GVariant *pick;
} VcNewsItem;

void vc_news_item_clear (VcNewsItem *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VcNewsItem, vc_news_item_clear)

typedef struct _VcNews VcNews;

/* @tell: is called with @owner, which need not live so long, in the
 * thread-default main context of now, once there is something to pop. */
VcNews *vc_news_new (GObject *owner, void (*tell) (gpointer owner));
void vc_news_free (VcNews *self);

/* Any thread. */

void vc_news_add_flag (VcNews *self, VcNewsFlags flag);
void vc_news_add_status (VcNews *self, const VcStatus *status);
void vc_news_add_refusal (VcNews *self, const char *sentence);
void vc_news_add_pick (VcNews *self, GVariant *pick);

/* Returns FALSE if there is nothing more. */
gboolean vc_news_pop (VcNews *self, VcNewsItem *item);

G_END_DECLS
