#include "lib/app/bundle_swapper.h"

#include <pthread.h>

#include <utility>
#include <vector>

#include "lib/app/bundle_files.h"

namespace marsad::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kNever = std::chrono::hours(24);

}  // namespace

BundleSwapper::BundleSwapper(StageLoader loader, LoadedStages first, milliseconds poll, Lent lent)
    : loader_(std::move(loader)),
      lent_(lent),
      infos_(first.set->infos()),
      files_(std::move(first.files)),
      seen_(files_),
      is_polling_(poll.count() > 0),
      monitor_(is_polling_ ? loader_.paths() : std::vector<std::string>(), is_polling_ ? poll : kNever),
      thread_([this] {
        pthread_setname_np(pthread_self(), "bundles");
        Run();
      }) {}

BundleSwapper::~BundleSwapper() {
  is_leaving_ = true;
  lent_.exchange.Leave();
  monitor_.Wake();
  thread_.join();
}

void BundleSwapper::Reload() {
  is_asked_ = true;
  monitor_.Wake();
}

void BundleSwapper::Run() {
  // What changed since the first were read, before anybody looked.
  if (is_polling_) Look(false);
  while (!is_leaving_) {
    monitor_.Wait();
    if (!is_leaving_) Look(is_asked_.exchange(false));
  }
}

void BundleSwapper::Look(bool is_asked) {
  const auto files = HashBundle(loader_.paths());
  const std::string& seen = files ? *files : files.error().message;
  if (seen == seen_ && !is_asked) return;
  seen_ = seen;
  if (files && *files == files_) {
    lent_.log.Info("bundle_unchanged");
    return;
  }
  auto loaded = loader_.Load();
  if (loaded) return Swap(std::move(*loaded));
  lent_.metrics.CountBundle(telemetry::BundleEnd::kRefused);
  lent_.log.Error("bundle_refused", {{"error", loaded.error().message}, {"help", "the one before it stays in use"}});
}

void BundleSwapper::Swap(LoadedStages loaded) {
  const std::vector<telemetry::StageInfo> infos = loaded.set->infos();
  for (const std::string& note : loaded.set->notes()) lent_.log.Warn("bundle_note", {{"note", note}});
  lent_.exchange.Offer(std::move(loaded.set));
  if (!lent_.exchange.WaitUntilTaken()) return;
  for (size_t i = 0; i < infos.size(); ++i) {
    if (infos[i].bundle == infos_[i].bundle) continue;
    lent_.log.Info("bundle_swapped", {{"stage", infos[i].name}, {"from", infos_[i].bundle}, {"to", infos[i].bundle}});
  }
  infos_ = infos;
  files_ = seen_ = loaded.files;
  lent_.metrics.SetBundles(infos_);
  lent_.metrics.CountBundle(telemetry::BundleEnd::kSwapped);
}

}  // namespace marsad::app
