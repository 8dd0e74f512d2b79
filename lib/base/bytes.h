// Little-endian numbers of a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace marsad {

class ByteWriter {
 public:
  void Number(uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out_.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
  }
  void Bytes(std::string_view bytes) {
    Number(bytes.size(), 4);
    out_ += bytes;
  }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads zeros once it is past the end; ok() says so.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  uint64_t Number(int bytes) {
    if (at_ + static_cast<size_t>(bytes) > bytes_.size()) return Overrun();
    uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value |= uint64_t{static_cast<unsigned char>(bytes_[at_ + i])} << (8 * i);
    at_ += static_cast<size_t>(bytes);
    return value;
  }
  int64_t Signed(int bytes) {
    const int shift = 64 - 8 * bytes;
    return static_cast<int64_t>(Number(bytes) << shift) >> shift;
  }
  std::string_view Bytes() {
    const size_t size = Number(4);
    if (size > bytes_.size() - at_) return Overrun(), std::string_view();
    const std::string_view found = bytes_.substr(at_, size);
    at_ += size;
    return found;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  uint64_t Overrun() {
    ok_ = false;
    at_ = bytes_.size();
    return 0;
  }

  std::string_view bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace marsad
