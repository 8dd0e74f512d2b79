// The bundle of stories, as it lies beside the programs or in a directory of one's own.
#pragma once

#include <memory>
#include <string>

#include "lib/base/result.h"
#include "stages/cluster/bundle.h"

namespace marsad::cluster {

struct LoadedBundle {
  std::shared_ptr<const ClusterModel> bundle;
  std::string sum;  // the first 16 digits of the file's sha256
};

// stories.bundle of `directory`, or if that is empty of share/marsad/stories beside the programs; held to SHA256SUMS there if
// that names it. Fails with a sentence that names the file.
Result<LoadedBundle> LoadBundle(const std::string& directory);

}  // namespace marsad::cluster
