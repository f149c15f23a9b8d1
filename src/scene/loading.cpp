/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLoading: brings what was asked for onto a stage, and says how far it is.
 */

#include "loading.h"

#include <numeric>

#include "builtin.h"
#include "guard.h"
#include "knot.h"
#include "mesh-item.h"
#include "volume-item.h"

/* Of vtkcast:mesh: 520,000 and 39,200 triangles. */
#define KNOT_ALONG 2600
#define KNOT_AROUND 100
#define TWIN_ALONG 700
#define TWIN_AROUND 28

/* What is left to do once everything has been read. */
#define PREPARATION 0.1
#define PROGRESS_STEP 0.005

namespace
{

struct KnotPair {
  VcSurface *full;
  VcSurface *twin;
};

void
knot_pair_free (gpointer data)
{
  KnotPair *self = (KnotPair *)data;

  vc_surface_unref (self->full);
  vc_surface_unref (self->twin);
  g_free (self);
}

std::string
join (const std::vector<std::string> &words, const char *separator)
{
  std::string result;

  for (auto &word : words)
    result += (result.empty () ? "" : separator) + word;
  return result;
}

} // namespace

VcLoading::VcLoading (VcStage *stage, VcHoldings *holdings,
                      GMainContext *context)
    : Stage (stage), Holdings (holdings), Context (context),
      Fingerprint (vc_fingerprint_new ())
{
}

VcLoading::~VcLoading ()
{
  for (auto &load : Loads) {
    g_signal_handlers_disconnect_by_data (load->loader, load.get ());
    vc_loader_cancel (load->loader);
    g_object_unref (load->loader);
  }
  if (Knot)
    vc_worker_free (Knot, knot_pair_free);
  if (Identifier)
    vc_worker_free (Identifier, g_free);
  vc_fingerprint_free (Fingerprint);
  for (auto *item : Items)
    item->OnChanged = nullptr;
}

void
VcLoading::Start (const char *const *locations)
{
  for (int i = 0; locations[i]; i++) {
    if (g_str_has_prefix (locations[i], VC_BUILTIN_PREFIX))
      StartBuiltin (locations[i], i);
    else
      StartFile (locations[i], i);
  }
  Report ();
}

void
VcLoading::StartBuiltin (const char *location, int order)
{
  const char *name = location + strlen (VC_BUILTIN_PREFIX);

  if (!vc_builtin_exists (location)) {
    Errors.push_back ("There is no built-in scene “" + std::string (name) +
                      "”");
  } else if (strcmp (name, "mesh") == 0) {
    if (!Knot) {
      KnotFinished = false;
      KnotOrder = order;
      vc_fingerprint_add_name (Fingerprint, location);
      Knot = vc_worker_new (Context, MakeKnot, OnKnot, this);
    }
  } else {
    vc_fingerprint_add_name (Fingerprint, location);
    Add (vc_builtin_make_item (location), name, order);
    vc_holdings_add_model (Holdings, name);
  }
}

gpointer
VcLoading::MakeKnot (VcWorker *, gpointer)
{
  KnotPair *pair = g_new (KnotPair, 1);

  pair->full = vc_knot_new (KNOT_ALONG, KNOT_AROUND);
  pair->twin = vc_knot_new (TWIN_ALONG, TWIN_AROUND);
  return pair;
}

void
VcLoading::OnKnot (gpointer result, gpointer data)
{
  VcLoading *self = (VcLoading *)data;
  KnotPair *pair = (KnotPair *)result;

  self->KnotFinished = true;
  vc_guard ("show the mesh", [&] {
    self->AddSurface (pair->full, self->KnotOrder)->SetTwin (pair->twin);
    self->Stage->UpdateDetail ();
    self->Report ();
  });
  knot_pair_free (pair);
}

void
VcLoading::StartFile (const char *location, int order)
{
  auto load = std::make_unique<Load> ();
  g_autoptr (GError) error = nullptr;

  *load = {this, location, vc_loader_new (location), 0, false, nullptr, order};
  g_signal_connect (load->loader, "progress", G_CALLBACK (OnProgress),
                    load.get ());
  g_signal_connect (load->loader, "volume", G_CALLBACK (OnVolume), load.get ());
  g_signal_connect (load->loader, "surface", G_CALLBACK (OnSurface),
                    load.get ());
  g_signal_connect (load->loader, "twin", G_CALLBACK (OnTwin), load.get ());
  g_signal_connect (load->loader, "finished", G_CALLBACK (OnFinished),
                    load.get ());
  if (!vc_loader_start (load->loader, &error)) {
    Errors.push_back (error->message);
    load->finished = true;
  }
  Loads.push_back (std::move (load));
}

void
VcLoading::OnProgress (VcLoader *, double fraction, Load *load)
{
  load->progress = CLAMP (fraction, 0, 1);
  load->loading->ReportProgress ();
}

void
VcLoading::OnVolume (VcLoader *, VcVolume *volume, Load *load)
{
  vc_guard ("show a volume",
            [&] { load->loading->AddVolume (volume, load->order); });
}

void
VcLoading::OnSurface (VcLoader *, VcSurface *surface, Load *load)
{
  vc_guard ("show a surface", [&] {
    vc_fingerprint_add_surface (load->loading->Fingerprint, surface);
    load->mesh = load->loading->AddSurface (surface, load->order);
    load->loading->Report ();
  });
}

void
VcLoading::OnTwin (VcLoader *, VcSurface *surface, Load *load)
{
  vc_guard ("show a surface", [&] {
    if (load->mesh)
      load->mesh->SetTwin (surface);
    load->loading->Stage->UpdateDetail ();
  });
}

void
VcLoading::OnFinished (VcLoader *, GError *error, Load *load)
{
  load->finished = true;
  if (error)
    load->loading->Errors.push_back (error->message);
  load->loading->Stage->Trim ();
  load->loading->Report ();
}

void
VcLoading::AddVolume (VcVolume *volume, int order)
{
  auto caster = Stage->IsSoftware () ? VcVolumeItem::Caster::Cpu
                                     : VcVolumeItem::Caster::Gpu;

  if (MIN (MIN (volume->dims[0], volume->dims[1]), volume->dims[2]) < 2) {
    Errors.push_back ("“" + std::string (volume->name ? volume->name : "") +
                      "” is a single slice: there is no volume to be drawn.");
    Report ();
    return;
  }
  /* Neither of VTK's mappers can draw two volumes in one place. */
  if (HasVolume) {
    Hidden.push_back (volume->name ? volume->name : "volume");
    Report ();
    return;
  }
  HasVolume = true;
  vc_fingerprint_add_volume (Fingerprint, volume);
  vc_holdings_add_volume (Holdings, volume);
  Add (std::make_unique<VcVolumeItem> (volume, caster, Context), volume->name,
       order);
  Report ();
}

VcMeshItem *
VcLoading::AddSurface (VcSurface *surface, int order)
{
  auto item = std::make_unique<VcMeshItem> (surface, Context);
  VcMeshItem *mesh = item.get ();

  Add (std::move (item), surface->name, order);
  vc_holdings_add_model (Holdings, surface->name);
  return mesh;
}

void
VcLoading::Add (std::unique_ptr<VcItem> item, const char *name, int order)
{
  item->OnChanged = [this] {
    if (OnChanged)
      OnChanged ();
    Stage->Trim ();
    Report ();
  };
  Items.push_back (item.get ());
  item->Name = name ? name : "data";
  item->Order = order;
  Names.push_back (item->Name);
  Stage->AddItem (std::move (item));
  if (OnChanged)
    OnChanged ();
}

gpointer
VcLoading::ComputeIdentity (VcWorker *worker, gpointer data)
{
  VcLoading *self = (VcLoading *)data;

  return vc_fingerprint_compute (
    self->Fingerprint,
    [] (gpointer w) { return vc_worker_is_cancelled ((VcWorker *)w); }, worker);
}

void
VcLoading::OnIdentity (gpointer result, gpointer data)
{
  VcLoading *self = (VcLoading *)data;
  g_autofree char *identity = (char *)result;

  self->Identity = identity ? identity : "";
  if (identity && self->OnIdentified)
    self->OnIdentified ();
}

/* Once somebody asks, and everything is there that will be. */
void
VcLoading::Identify ()
{
  if (IdentityWanted && !Identifier && IsFinished () &&
      !vc_fingerprint_is_empty (Fingerprint))
    Identifier = vc_worker_new (Context, ComputeIdentity, OnIdentity, this);
}

char *
VcLoading::DupIdentity ()
{
  IdentityWanted = true;
  Identify ();
  return Identity.empty () ? nullptr : g_strdup (Identity.c_str ());
}

bool
VcLoading::IsFinished ()
{
  /* A surface can be shown and its twin still be in the making. */
  for (auto &load : Loads)
    if (!load->finished && !load->mesh)
      return false;
  return KnotFinished;
}

bool
VcLoading::IsPrepared ()
{
  for (auto *item : Items)
    if (!item->IsPrepared ())
      return false;
  return true;
}

void
VcLoading::ReportProgress ()
{
  double sum = std::accumulate (
    Loads.begin (), Loads.end (), 0.0, [] (double s, auto &load) {
      return s + (load->finished ? 1 : load->progress);
    });
  double progress =
    (1 - PREPARATION) * (Loads.empty () ? 0 : sum / Loads.size ());
  g_autoptr (VcStatus) status = nullptr;

  if (IsFinished () && IsPrepared ())
    return;
  if (progress < LastProgress + PROGRESS_STEP && LastProgress >= 0)
    return;
  LastProgress = progress;
  status = vc_status_new (VC_STATUS_LOADING, progress, nullptr);
  if (OnStatus)
    OnStatus (status);
}

void
VcLoading::Report ()
{
  g_autoptr (VcStatus) status = nullptr;
  std::string text;

  Identify ();
  if (!IsFinished () || !IsPrepared ()) {
    ReportProgress ();
    return;
  }
  if (!Errors.empty ()) {
    text = join (Errors, "\n");
    status = vc_status_new (VC_STATUS_FAILED, 1, text.c_str ());
  } else {
    text = join (Names, ", ");
    if (!Hidden.empty ())
      text +=
        " (one volume is shown at a time; not shown: " + join (Hidden, ", ") +
        ")";
    status = vc_status_new (VC_STATUS_READY, 1, text.c_str ());
  }
  if (text == LastText)
    return;
  LastText = text;
  if (OnStatus)
    OnStatus (status);
}
