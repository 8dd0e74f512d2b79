#include "cli/gazetteer/import/lines.h"

#include <bzlib.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace marsad::cli {
namespace {

constexpr size_t kInputBytes = 1 << 20;
constexpr size_t kStepBytes = 1 << 20;
constexpr size_t kMaxLineBytes = 256 << 20;
constexpr int kGzipWindow = 15 + 16;  // the largest, and a gzip header

class Stored : public Decompressor {
 public:
  Result<size_t> Step(std::string_view* in, char* out, size_t room) override {
    const size_t size = in->copy(out, room);
    in->remove_prefix(size);
    return size;
  }
  bool IsWhole() const override { return true; }
};

class Gzip : public Decompressor {
 public:
  Gzip() { inflateInit2(&stream_, kGzipWindow); }
  ~Gzip() override { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  Result<size_t> Step(std::string_view* in, char* out, size_t room) override {
    if (has_ended_ && !in->empty()) inflateReset(&stream_);
    has_ended_ = has_ended_ && in->empty();
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in->data()));
    stream_.avail_in = static_cast<uInt>(in->size());
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(room);
    const int code = has_ended_ ? Z_OK : inflate(&stream_, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return Fail("is damaged: gzip says so");
    has_ended_ = has_ended_ || code == Z_STREAM_END;
    in->remove_prefix(in->size() - stream_.avail_in);
    return room - stream_.avail_out;
  }
  bool IsWhole() const override { return has_ended_; }

 private:
  z_stream stream_{};
  bool has_ended_ = false;
};

class Bzip2 : public Decompressor {
 public:
  Bzip2() { BZ2_bzDecompressInit(&stream_, 0, 0); }
  ~Bzip2() override { BZ2_bzDecompressEnd(&stream_); }
  Bzip2(const Bzip2&) = delete;
  Bzip2& operator=(const Bzip2&) = delete;

  Result<size_t> Step(std::string_view* in, char* out, size_t room) override {
    if (has_ended_ && !in->empty()) {  // dumps are made of many streams
      BZ2_bzDecompressEnd(&stream_);
      stream_ = {};
      BZ2_bzDecompressInit(&stream_, 0, 0);
    }
    has_ended_ = has_ended_ && in->empty();
    stream_.next_in = const_cast<char*>(in->data());
    stream_.avail_in = static_cast<unsigned>(in->size());
    stream_.next_out = out;
    stream_.avail_out = static_cast<unsigned>(room);
    const int code = has_ended_ ? BZ_OK : BZ2_bzDecompress(&stream_);
    if (code != BZ_OK && code != BZ_STREAM_END) return Fail("is damaged: bzip2 says so");
    has_ended_ = has_ended_ || code == BZ_STREAM_END;
    in->remove_prefix(in->size() - stream_.avail_in);
    return room - stream_.avail_out;
  }
  bool IsWhole() const override { return has_ended_; }

 private:
  bz_stream stream_{};
  bool has_ended_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> DecompressorFor(std::string_view beginning) {
  if (beginning.starts_with("\x1F\x8B")) return std::make_unique<Gzip>();
  if (beginning.starts_with("BZh")) return std::make_unique<Bzip2>();
  return std::make_unique<Stored>();
}

Result<Lines> Lines::Open(const std::string& path) {
  Lines lines;
  lines.path_ = path;
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return Fail(path + ": is a directory");
  lines.file_.reset(std::fopen(path.c_str(), "rb"));
  if (lines.file_ == nullptr) return Fail(path + ": " + std::generic_category().message(errno));
  const uintmax_t size = std::filesystem::file_size(path, error);
  if (!error) lines.file_bytes_ = size;
  lines.input_.resize(kInputBytes);
  lines.buffer_.resize(kPadding);
  return lines;
}

// More of buffer_; false at the end.
Result<bool> Lines::Fill() {
  if (in_.empty()) {
    in_ = {input_.data(), std::fread(input_.data(), 1, input_.size(), file_.get())};
    bytes_read_ += in_.size();
    if (std::ferror(file_.get()) != 0) return Fail(path_ + ": cannot be read");
    if (decompressor_ == nullptr) decompressor_ = DecompressorFor(in_);
  }
  const bool is_end = in_.empty();
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (end_ > kMaxLineBytes) return Fail(path_ + ": a line is longer than 256 MB");
  if (buffer_.size() < end_ + kStepBytes + kPadding) buffer_.resize(2 * end_ + kStepBytes + kPadding);
  const Result<size_t> more = decompressor_->Step(&in_, buffer_.data() + end_, kStepBytes);
  if (!more) return Fail(path_ + ": " + more.error().message);
  end_ += *more;
  bytes_out_ += *more;
  if (is_end && *more == 0 && !decompressor_->IsWhole()) return Fail(path_ + ": is cut off");
  return !is_end || *more > 0;
}

Result<bool> Lines::Next() {
  for (size_t searched = 0;;) {
    const std::string_view rest(buffer_.data() + begin_, end_ - begin_);
    if (const size_t newline = rest.find('\n', searched); newline != std::string_view::npos) {
      line_ = rest.substr(0, newline);
      begin_ += newline + 1;
      return true;
    }
    searched = rest.size();
    Result<bool> more = Fill();
    if (!more) return more;
    if (*more) continue;
    line_ = {buffer_.data() + begin_, end_ - begin_};
    begin_ = end_;
    return !line_.empty();
  }
}

}  // namespace marsad::cli
