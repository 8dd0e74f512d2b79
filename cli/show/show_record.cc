#include "cli/show/show_record.h"

#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>

#include "cli/show/parse_record.h"
#include "cli/show/print_article.h"
#include "cli/show/record_json.h"
#include "lib/text/utf8.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

constexpr size_t kShownBytes = 2000;  // of a value that is no record of ours

std::string OtherAsJson(const kafka::ReadRecord& record) {
  google::protobuf::Struct fields;
  auto set = [&](const char* name, std::string_view text) {
    (*fields.mutable_fields())[name].set_string_value(text::RepairUtf8(text).text);
  };
  (*fields.mutable_fields())["partition"].set_number_value(record.partition.number());
  (*fields.mutable_fields())["offset"].set_number_value(static_cast<double>(record.offset.value()));
  if (record.key) set("key", *record.key);
  if (record.value) {
    set("value", *record.value);
  } else {
    (*fields.mutable_fields())["killed"].set_bool_value(true);
  }
  return JsonLine(fields);
}

std::string Other(const kafka::ReadRecord& record, const Terminal& terminal) {
  std::string head = fmt::format("{} bytes", record.value->size());
  if (record.key) head += ", key " + Inserted(*record.key);
  if (auto type = record::FindHeader(record.headers, "content-type")) head += ", " + Inserted(*type);
  return terminal.Painted(Paint::kDim, head) + "\n" + PrintRaw(*record.value, kShownBytes) + "\n";
}

// As `dead show` and --from offset:N take it.
std::string PlaceOf(const kafka::ReadRecord& record, const Terminal& terminal) {
  return terminal.Painted(Paint::kDim, fmt::format("{}:{} ", record.partition.number(), record.offset.value()));
}

std::string ShowDecoded(const kafka::ReadRecord& record, const ShowOptions& options, const Terminal& terminal) {
  if (!record.value) return options.json ? OtherAsJson(record) : PrintKill(record.key.value_or(""), terminal);
  if (auto article = ParseAs<v1::EnrichedArticle>(record)) {
    if (options.json) return JsonLine(*article);
    return PrintArticle(*article, options.full ? Detail::kFull : Detail::kCompact, terminal);
  }
  if (auto letter = ParseAs<v1::DeadLetter>(record)) {
    return options.json ? JsonLine(*letter) : PrintDeadLetter(*letter, terminal);
  }
  return options.json ? OtherAsJson(record) : Other(record, terminal);
}

}  // namespace

std::string ShowRecord(const kafka::ReadRecord& record, const ShowOptions& options, const Terminal& terminal) {
  if (options.raw) return std::string(record.value.value_or("")) + "\n";
  if (!options.json) return PlaceOf(record, terminal) + ShowDecoded(record, options, terminal);
  return ShowDecoded(record, options, terminal);
}

}  // namespace marsad::cli
