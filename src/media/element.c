/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What all pipelines do with their elements.
 */

#include "element.h"

#include <string.h>

gboolean
vc_element_exists (const char *factory_name)
{
  g_autoptr (GstElementFactory) factory =
    gst_element_factory_find (factory_name);

  return factory != NULL;
}

gboolean
vc_element_is_made_by (GstElement *element, const char *factory_name)
{
  GstElementFactory *factory = gst_element_get_factory (element);

  return factory != NULL &&
         g_str_equal (GST_OBJECT_NAME (factory), factory_name);
}

void
vc_element_for_each (GstElement *bin, const char *factory_name,
                     GstIteratorForeachFunction func, gpointer user_data)
{
  GstIterator *elements =
    gst_bin_iterate_all_by_element_factory_name (GST_BIN (bin), factory_name);

  while (gst_iterator_foreach (elements, func, user_data) ==
         GST_ITERATOR_RESYNC)
    gst_iterator_resync (elements);
  gst_iterator_free (elements);
}

GstElement *
vc_element_find (GstElement *bin, const char *factory_name)
{
  GstIterator *elements =
    gst_bin_iterate_all_by_element_factory_name (GST_BIN (bin), factory_name);
  g_auto (GValue) value = G_VALUE_INIT;
  GstElement *element = NULL;
  GstIteratorResult result;

  while ((result = gst_iterator_next (elements, &value)) == GST_ITERATOR_RESYNC)
    gst_iterator_resync (elements);
  if (result == GST_ITERATOR_OK)
    element = g_value_dup_object (&value);
  gst_iterator_free (elements);

  return element;
}

static void
release (gpointer data, GClosure *closure)
{
  g_object_unref (data);
}

void
vc_element_connect (gpointer instance, const char *signal, GCallback handler,
                    gpointer object)
{
  g_signal_connect_data (instance, signal, handler, g_object_ref (object),
                         release, 0);
}

void
vc_element_apply_settings (GstElement *element, const char *settings)
{
  g_auto (GStrv) pairs = g_strsplit (settings, " ", -1);

  for (guint i = 0; pairs[i] != NULL; i++) {
    char *value = strchr (pairs[i], '=');

    if (value == NULL)
      continue;
    *value++ = '\0';
    if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), pairs[i]))
      gst_util_set_object_arg (G_OBJECT (element), pairs[i], value);
    else
      GST_INFO_OBJECT (element, "has no property “%s”", pairs[i]);
  }
}

void
vc_element_add_ghost_pad (GstElement *bin, GstElement *element,
                          const char *name)
{
  g_autoptr (GstPad) target = gst_element_get_static_pad (element, name);

  gst_element_add_pad (bin, gst_ghost_pad_new (name, target));
}

GSource *
vc_element_watch_bus (GstElement *pipeline, GMainContext *context,
                      GstBusFunc func, gpointer user_data,
                      GDestroyNotify notify)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  GSource *source = gst_bus_create_watch (bus);

  g_source_set_callback (source, G_SOURCE_FUNC (func), user_data, notify);
  g_source_attach (source, context);

  return source;
}
