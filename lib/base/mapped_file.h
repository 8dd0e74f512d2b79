// A file that is read where the kernel keeps it: processes that map the same file share its memory.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace marsad {

// Unmapped when the last owner lets go. Whoever replaces such a file does so by a rename: one that is cut short where it
// lies ends the processes that read it (SIGBUS).
class MappedFile {
 public:
  // Fails with what the system says ("No such file or directory").
  static Result<std::shared_ptr<const MappedFile>> Open(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Begin at a page.
  std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, size_t size) : data_(data), size_(size) {}

  const char* const data_;  // null: an empty file
  const size_t size_;
};

}  // namespace marsad
