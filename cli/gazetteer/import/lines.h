// Lines of files that are too large for memory.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace marsad::cli {

// Undoes a compression piece by piece.
class Decompressor {
 public:
  virtual ~Decompressor() = default;
  // Takes what it needs from the front of `in` and writes up to `room` bytes to `out`; returns how many. Fails on damage.
  virtual Result<size_t> Step(std::string_view* in, char* out, size_t room) = 0;
  // Whether the input may end here.
  virtual bool IsWhole() const = 0;
};

// The one for a file that begins so: gzip, bzip2 (of one stream or many), else as it is.
std::unique_ptr<Decompressor> DecompressorFor(std::string_view beginning);

// One line after the other. Used by one thread.
class Lines {
 public:
  static constexpr size_t kPadding = 64;  // bytes after each line that may be read, whatever they hold

  // Fails with a sentence if `path` cannot be opened.
  static Result<Lines> Open(const std::string& path);

  // Whether there is another, in line() until the next call, without its end. Fails on damage, a file that was cut off and a
  // line of more than 256 MB.
  Result<bool> Next();
  std::string_view line() const { return line_; }

  uint64_t file_bytes() const { return file_bytes_; }
  uint64_t bytes_read() const { return bytes_read_; }  // of the file
  uint64_t bytes_out() const { return bytes_out_; }    // decompressed

 private:
  Lines() = default;
  Result<bool> Fill();

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::unique_ptr<Decompressor> decompressor_;
  std::vector<char> input_;
  std::string_view in_;       // of it, not yet decompressed
  std::vector<char> buffer_;  // decompressed
  size_t begin_ = 0;          // not yet given away
  size_t end_ = 0;
  std::string_view line_;
  uint64_t file_bytes_ = 0;
  uint64_t bytes_read_ = 0;
  uint64_t bytes_out_ = 0;
};

}  // namespace marsad::cli
