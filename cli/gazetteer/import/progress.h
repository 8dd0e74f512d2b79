// How far an import is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace marsad::cli {

struct ImportProgress {
  static constexpr size_t kMaxNotes = 20;

  uint64_t file_bytes = 0;  // of all files; 0: not known
  uint64_t bytes_read = 0;  // of file_bytes
  uint64_t bytes_out = 0;   // decompressed
  uint64_t items = 0;
  uint64_t kept = 0;
  uint64_t broken = 0;             // lines that were left out because they cannot be read
  std::vector<std::string> notes;  // "FILE:LINE: what is wrong" of the first of them

  void AddBroken(std::string note) {
    if (++broken <= kMaxNotes) notes.push_back(std::move(note));
  }
};

// Called now and then, and at the end.
using ReportProgress = std::function<void(const ImportProgress&)>;

}  // namespace marsad::cli
