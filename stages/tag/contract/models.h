// The trained models that a stage was given, one a language.
#pragma once

#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "stages/tag/model/model.h"

namespace marsad::tag {

// Immutable but for what is read at its first use; share between threads. Replace files by rename: one that is written to
// in place before its language came is not used.
class Models {
 public:
  // Every *.model of `directory`; none if there is no such directory. A file that SHA256SUMS of the directory names is
  // held to it, and is only taken apart when its language comes; any other is tried at once. Fails with a sentence.
  static Result<std::shared_ptr<const Models>> Load(const std::string& directory);

  // The model for a language (its first subtag counts); null: there is none.
  std::shared_ptr<const Model> Find(std::string_view language) const;
  // Names and sums of all files, for the bundle's hash.
  const std::string& sums() const { return sums_; }

 private:
  struct Entry {
    mutable std::ifstream file;  // open until it is taken apart, so that a set which is replaced stays what it was
    std::string sum;
    mutable std::once_flag once;
    mutable std::shared_ptr<const Model> model;
  };

  std::map<std::string, std::unique_ptr<Entry>, std::less<>> by_language_;
  std::string sums_;
};

}  // namespace marsad::tag
