#include "cli/demo/files.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <fstream>

#include "cli/demo/page/demo_page.h"
#include "cli/demo/pipeline.h"
#include "cli/input_file.h"
#include "cli/show/record_json.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

namespace fs = std::filesystem;

constexpr SizeBound kBound = {kDemoRawBytes,
                              "the most that the demo's embedded broker has room for once it is enriched"};

Result<void> WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return Fail(fmt::format("cannot write {}", path.string()));
  return {};
}

void AppendDelimited(const std::string& record, std::string* out) {
  google::protobuf::io::StringOutputStream stream(out);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.WriteVarint64(record.size());
  coded.WriteString(record);
}

}  // namespace

Result<std::vector<Item>> LoadSamples() {
  Result<fs::path> share = ShareDirectory();
  if (!share) return tl::unexpected(share.error());
  fs::path directory = *share / "samples";
  fs::path path = directory / "manifest.tsv";
  Result<std::string> text = ReadInputFile(path.string(), {1 << 20, "too large for a manifest"});
  if (!text) return tl::unexpected(text.error());
  Result<std::vector<Sample>> samples = ParseManifest(*text);
  if (!samples) return Fail(path.string() + ": " + samples.error().message);
  std::vector<Item> items;
  for (Sample& sample : *samples) {
    Item item{sample.file.empty() ? "the kill of " + *sample.key : sample.file, {}, std::move(sample)};
    if (!item.sample.file.empty()) {
      Result<std::string> bytes = ReadInputFile((directory / item.sample.file).string(), kBound);
      if (!bytes) return tl::unexpected(bytes.error());
      item.value = std::move(*bytes);
    }
    items.push_back(std::move(item));
  }
  return items;
}

Result<std::vector<Item>> LoadFiles(const std::vector<std::string>& paths) {
  std::vector<Item> items;
  for (const std::string& path : paths) {
    Result<std::string> bytes = ReadInputFile(path, kBound);
    if (!bytes) return Fail(bytes.error().message);
    Item item{path, std::move(*bytes), {}, true};
    item.sample.content_type = ContentTypeOf(path);
    items.push_back(std::move(item));
  }
  return items;
}

Result<void> WriteFiles(const DemoReport& report, const fs::path& directory) {
  std::string json;
  std::string binary;
  std::string dead;
  for (const Arrival& arrival : report.arrivals) {
    if (arrival.dead) dead += JsonLine(*arrival.dead);
    if (!arrival.article) continue;
    json += JsonLine(*arrival.article);
    AppendDelimited(arrival.value, &binary);
  }
  const std::string page = DemoPage(report);
  using File = std::pair<const char*, const std::string*>;
  for (const auto& [name, bytes] : {File{"enriched.jsonl", &json}, File{"enriched.binpb", &binary},
                                    File{"dead.jsonl", &dead}, File{"demo.html", &page}}) {
    if (Result<void> written = WriteFile(directory / name, *bytes); !written) return written;
  }
  return {};
}

}  // namespace marsad::cli
