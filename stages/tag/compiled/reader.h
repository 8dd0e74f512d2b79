// The sections of a compiled gazetteer. Internal to the gazetteer.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "lib/base/result.h"
#include "stages/tag/compiled/format.h"

namespace marsad::tag::compiled {

uint64_t Hash(std::string_view bytes);  // XXH3-64

// A number for the rules by which names are read, folded, declined and spelled. A file that was made by others would find
// other names than its lists.
uint64_t Rules();

// Views of the sections. Borrows the file.
class Reader {
 public:
  // Fails with a sentence on what is not a whole file of this form, byte order and rules. With `check_all`, every byte is
  // compared with the sums, else only the header is.
  static Result<Reader> Open(std::string_view file, bool check_all);

  std::string_view Text(Kind kind) const { return sections_[static_cast<size_t>(kind)]; }
  // REQUIRES: the section holds such records.
  template <class Record>
  std::span<const Record> Records(Kind kind) const {
    const std::string_view bytes = Text(kind);
    return {reinterpret_cast<const Record*>(bytes.data()), bytes.size() / sizeof(Record)};
  }

 private:
  std::array<std::string_view, kKinds> sections_;
};

}  // namespace marsad::tag::compiled
