/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What all pipelines do with their elements.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Is there an element of that name? */
gboolean vc_element_exists (const char *factory_name);

/* Did that factory make @element? */
gboolean vc_element_is_made_by (GstElement *element, const char *factory_name);

/* Calls @func for each that the factory made, however deep in @bin; more than
 * once if elements come or go meanwhile. */
void vc_element_for_each (GstElement *bin, const char *factory_name,
                          GstIteratorForeachFunction func, gpointer user_data);

/* One of these. (transfer full) (nullable) */
GstElement *vc_element_find (GstElement *bin, const char *factory_name);

/* Connects @handler, which may run in any thread. It holds @object until it is
 * disconnected and no longer running; with g_signal_connect_object() it could
 * begin while another thread finalizes @object. */
void vc_element_connect (gpointer instance, const char *signal,
                         GCallback handler, gpointer object);

/* @settings: "name=value name=value"; what @element does not have is passed
 * over. */
void vc_element_apply_settings (GstElement *element, const char *settings);

/* The pad @name of @element becomes one of @bin, which holds it. */
void vc_element_add_ghost_pad (GstElement *bin, GstElement *element,
                               const char *name);

/* (transfer full): calls @func, a GstBusFunc, in @context for each message of
 * @pipeline. @notify: (nullable): for @user_data */
GSource *vc_element_watch_bus (GstElement *pipeline, GMainContext *context,
                               GstBusFunc func, gpointer user_data,
                               GDestroyNotify notify);

G_END_DECLS
