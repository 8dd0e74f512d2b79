#include "cli/input_file.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include "lib/text/escape.h"

namespace marsad::cli {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

tl::unexpected<Error> CannotRead(const std::string& path, int code) {
  return Fail(fmt::format("cannot read {}: {}", text::EscapeControls(path), std::generic_category().message(code)));
}

}  // namespace

Result<std::string> ReadInputFile(const std::string& path, const SizeBound& bound) {
  std::error_code error;
  if (path != "-" && fs::is_directory(path, error)) {
    return Fail(fmt::format("{} is a directory; name its files, e.g. {}/*.txt", text::EscapeControls(path),
                            text::EscapeControls(path)));
  }
  std::unique_ptr<std::FILE, CloseFile> file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!file) return CannotRead(path, errno);
  std::string bytes;
  std::array<char, 65536> buffer;
  while (size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    bytes.append(buffer.data(), got);
    if (bytes.size() > bound.bytes) {
      return Fail(fmt::format("{} is larger than {} bytes, {}", text::EscapeControls(path), bound.bytes, bound.why));
    }
  }
  if (std::ferror(file.get())) return CannotRead(path, errno);
  return bytes;
}

std::optional<std::string> ContentTypeOf(const fs::path& path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTypes = {{
      {".txt", "text/plain"},
      {".eml", "message/rfc822"},
      {".json", "application/json"},
      {".jsonl", "application/x-ndjson"},
      {".ndjson", "application/x-ndjson"},
      {".csv", "text/csv"},
      {".tsv", "text/tab-separated-values"},
      {".html", "text/html"},
      {".htm", "text/html"},
      {".xml", "application/xml"},
      {".pdf", "application/pdf"},
      {".pb", "application/x-protobuf"},
      {".binpb", "application/x-protobuf"},
  }};
  std::string extension = path.extension().string();
  for (const auto& [known, type] : kTypes) {
    if (extension == known) return std::string(type);
  }
  return std::nullopt;
}

Result<fs::path> ShareDirectory() {
  std::error_code error;
  fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return Fail("cannot tell where this program lies: " + error.message());
  fs::path share = program.parent_path().parent_path() / "share" / "marsad";
  if (!fs::is_directory(share, error)) {
    return Fail(
        fmt::format("{} is missing: the program was moved away from what was installed with it", share.string()));
  }
  return share;
}

}  // namespace marsad::cli
