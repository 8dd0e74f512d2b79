#include "lib/app/stage_loader.h"

#include <utility>

#include "lib/app/bundle_files.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::app {

StageLoader::StageLoader(const config::v1::Config& config, StageTable table, StageTable rows)
    : config_(std::make_shared<const config::v1::Config>(config)),
      rows_(rows.begin(), rows.end()),
      trial_(table, rows) {
  for (const StageEntry& row : rows_) {
    if (row.bundle_paths == nullptr) continue;
    for (std::string& path : row.bundle_paths(config)) {
      while (path.size() > 1 && path.ends_with('/')) path.pop_back();
      paths_.push_back(std::move(path));
    }
  }
}

Result<LoadedStages> StageLoader::Load() {
  constexpr int kTries = 3;
  for (int i = 0; i < kTries; ++i) {
    LoadedStages loaded;
    if (!paths_.empty()) {
      auto files = HashBundle(paths_);
      if (!files) return tl::unexpected(files.error());
      loaded.files = std::move(*files);
    }
    auto set = StageSet::Load(*config_, rows_);
    if (!paths_.empty()) {
      const auto after = HashBundle(paths_);
      if (!after || *after != loaded.files) continue;
    }
    if (!set) return tl::unexpected(set.error());
    if (!paths_.empty()) {
      if (auto passed = trial_.Try(*set); !passed) return tl::unexpected(passed.error());
    }
    loaded.set = std::make_shared<const StageSet>(std::move(*set));
    return loaded;
  }
  return Fail(paths_.front() + ": changed while it was read; replace a bundle by a rename or a link");
}

}  // namespace marsad::app
