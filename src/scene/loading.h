/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLoading: brings what was asked for onto a stage, and says how far it is.
 */

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fingerprint.h"
#include "holdings.h"
#include "loader.h"
#include "scene.h"
#include "stage.h"
#include "worker.h"

class VcMeshItem;

class VcLoading
{
public:
  /* @holdings: gets what is on the stage; outlives this. */
  VcLoading (VcStage *stage, VcHoldings *holdings, GMainContext *context);
  ~VcLoading ();

  std::function<void (const VcStatus *)> OnStatus;

  /* Something new is on the stage. */
  std::function<void ()> OnChanged;

  /* What DupIdentity() returns has become known. */
  std::function<void ()> OnIdentified;

  void Start (const char *const *locations);

  /* As in scene.h. */
  char *DupIdentity ();

private:
  struct Load {
    VcLoading *loading;
    std::string location;
    VcLoader *loader;
    double progress;
    bool finished;
    VcMeshItem *mesh;
    int order;
  };

  static void OnProgress (VcLoader *loader, double fraction, Load *load);
  static void OnVolume (VcLoader *loader, VcVolume *volume, Load *load);
  static void OnSurface (VcLoader *loader, VcSurface *surface, Load *load);
  static void OnTwin (VcLoader *loader, VcSurface *surface, Load *load);
  static void OnFinished (VcLoader *loader, GError *error, Load *load);
  static gpointer ComputeIdentity (VcWorker *worker, gpointer data);
  static void OnIdentity (gpointer result, gpointer data);
  static gpointer MakeKnot (VcWorker *worker, gpointer data);
  static void OnKnot (gpointer result, gpointer data);

  void StartBuiltin (const char *location, int order);
  void StartFile (const char *location, int order);
  void AddVolume (VcVolume *volume, int order);
  VcMeshItem *AddSurface (VcSurface *surface, int order);
  /* @order: of its location. */
  void Add (std::unique_ptr<VcItem> item, const char *name, int order);
  bool IsFinished ();
  bool IsPrepared ();
  void Identify ();
  void Report ();
  void ReportProgress ();

  VcStage *Stage;
  VcHoldings *Holdings;
  GMainContext *Context;
  std::vector<std::unique_ptr<Load>> Loads;
  std::vector<VcItem *> Items;
  std::vector<std::string> Names;
  std::vector<std::string> Hidden;
  std::vector<std::string> Errors;
  bool HasVolume = false;
  VcWorker *Knot = nullptr;
  bool KnotFinished = true;
  int KnotOrder = 0;
  /* Who reads it in a thread does so once nothing is added any more. */
  VcFingerprint *Fingerprint;
  VcWorker *Identifier = nullptr;
  bool IdentityWanted = false;
  std::string Identity;
  double LastProgress = -1;
  std::string LastText;
};
