#include "cli/dead/print_letter.h"

#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "cli/show/print_article.h"
#include "cli/show/record_json.h"
#include "lib/base/utf8.h"
#include "lib/text/escape.h"
#include "lib/text/utf8.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

using google::protobuf::util::TimeUtil;

constexpr size_t kShownBytes = 4000;
constexpr size_t kShownHeaderBytes = 400;
constexpr size_t kHexRow = 16;
constexpr std::string_view kRow = "{:<20}  {:<10}  {:<14}  {:<10}  {:<22}  {:>9}  {:<11}  ";

std::string_view Note(const v1::DeadLetter& letter, bool sent_again) {
  if (sent_again) return "sent again";
  if (letter.value_omitted()) return "left out";
  return letter.passed_on() ? "copy" : "";
}

// Text, as far as one can tell: valid, and no controls but blanks.
bool IsText(std::string_view bytes) {
  return IsValidUtf8(bytes) && std::none_of(bytes.begin(), bytes.end(), [](char c) {
           return (c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == '\x7f';
         });
}

std::string HexRow(size_t at, std::string_view bytes) {
  std::string hex, characters;
  for (char c : bytes) {
    hex += fmt::format("{:02x} ", static_cast<unsigned char>(c));
    characters += c >= ' ' && c < '\x7f' ? c : '.';
  }
  return fmt::format("{:08x}  {:<48} {}\n", at, hex, characters);
}

class LetterPrinter {
 public:
  LetterPrinter(const Letter& letter, const Terminal& terminal)
      : letter_(letter), content_(letter.content), terminal_(terminal) {}

  std::string Print(const ShowLetterOptions& options) {
    out_ = terminal_.Painted(Paint::kBad, v1::DeadLetter::Code_Name(content_.code())) + "  " +
           text::EscapeControls(content_.detail()) + "\n";
    Places();
    Fate(options.sent_again);
    Failures();
    for (const auto& header : content_.headers()) {
      Line("header", Inserted(header.key()) + ": " +
                         (header.has_value() ? Inserted(header.value().substr(0, kShownHeaderBytes)) : "(null)"));
    }
    if (content_.headers_omitted()) Line("headers", "left out: they were too large for the dead letter");
    Value(options.full);
    return out_ + "\n";
  }

 private:
  void Line(std::string_view name, std::string_view text) {
    out_ += terminal_.Painted(Paint::kDim, fmt::format("  {:<11}", name)) + std::string(text) + "\n";
  }

  void Places() {
    std::string stage = text::EscapeControls(content_.stage());
    if (content_.has_build()) stage += ", build " + text::EscapeControls(content_.build());
    if (content_.has_bundle()) stage += ", bundle " + text::EscapeControls(content_.bundle());
    Line("stage", stage);
    Line("letter", Format(Place{"", letter_.partition, letter_.offset}) + ", " + FormatMoment(letter_.timestamp));
    std::string original = text::EscapeControls(Format(OriginalPlace(content_)));
    if (content_.has_timestamp()) original += ", " + TimeUtil::ToString(content_.timestamp());
    Line("original", original);
    Line("key", content_.has_key() ? Inserted(content_.key()) : "(none)");
  }

  void Fate(bool sent_again) {
    Line("article", content_.passed_on() ? WentOn() : "refused: there is none");
    if (content_.redrives() > 0)
      Line("history", fmt::format("had been sent again {} times before", content_.redrives()));
    if (sent_again) Line("sent again", "yes, after this letter was written");
  }

  std::string WentOn() const {
    if (content_.stage() == "decode") return "refused; others of the same record went on, and this is a copy";
    if (content_.refused_articles() > 0) {
      return fmt::format("{} refused; others of the same record went on, and this is a copy",
                         content_.refused_articles());
    }
    return "went on without this stage's field, marked FAILED; this is a copy";
  }

  // Each article by itself, unless the letter's own lines have said it all.
  void Failures() {
    for (const v1::DeadLetter::Failure& failure : content_.failures()) {
      Line("failed", fmt::format("{} in {}: {}: {} ({})", failure.has_uri() ? Inserted(failure.uri()) : "(no uri)",
                                 text::EscapeControls(failure.stage()), v1::DeadLetter::Code_Name(failure.code()),
                                 Inserted(failure.detail()), failure.passed_on() ? "went on" : "refused"));
    }
    const auto named = static_cast<uint64_t>(content_.failures_size());
    if (content_.failure_count() > named) Line("", fmt::format("and {} more", content_.failure_count() - named));
  }

  void Value(bool full) {
    if (!content_.has_value() && !content_.value_omitted()) return Line("value", "(null)");
    Line("value", fmt::format("{} bytes, sha256 {}", content_.value_bytes(), content_.value_sha256()));
    if (content_.value_omitted()) {
      return Line("", "left out: it was too large for the dead letter; its original has it as long as it is kept");
    }
    out_ += "\n" + PrintValue(content_.value(), full ? content_.value().size() : kShownBytes);
  }

  const Letter& letter_;
  const v1::DeadLetter& content_;
  const Terminal& terminal_;
  std::string out_;
};

}  // namespace

std::string FormatMoment(Timestamp timestamp) {
  if (!timestamp.known()) return "unknown";
  return TimeUtil::ToString(TimeUtil::SecondsToTimestamp(timestamp.millis() / 1000));
}

std::string PrintHeading(const Terminal& terminal) {
  return terminal.Painted(Paint::kDim, fmt::format(fmt::runtime(kRow), "time", "letter", "reason", "stage", "original",
                                                   "bytes", "note") +
                                           "key, and why") +
         "\n";
}

std::string PrintRow(const Letter& letter, bool sent_again, const Terminal& terminal) {
  const v1::DeadLetter& content = letter.content;
  std::string note(Note(content, sent_again));
  if (content.redrives() > 0) note += fmt::format("{}x{}", note.empty() ? "" : " ", content.redrives());
  std::string row = fmt::format(fmt::runtime(kRow), FormatMoment(letter.timestamp),
                                Format(Place{"", letter.partition, letter.offset}),
                                v1::DeadLetter::Code_Name(content.code()), text::EscapeControls(content.stage()),
                                text::EscapeControls(Format(OriginalPlace(content))), content.value_bytes(), note);
  if (content.has_key()) row += terminal.Painted(Paint::kBold, Inserted(content.key())) + "  ";
  row += Inserted(content.detail());
  if (content.failure_count() > 1) row += fmt::format(" (and {} more failures)", content.failure_count() - 1);
  return row + "\n";
}

std::string LetterAsJson(const Letter& letter, bool sent_again) {
  google::protobuf::Value key;
  if (letter.content.has_key()) {
    key.set_string_value(text::RepairUtf8(letter.content.key()).text);
  } else {
    key.set_null_value(google::protobuf::NULL_VALUE);
  }
  std::string key_json = JsonLine(key);
  std::string content = JsonLine(letter.content);
  key_json.pop_back();
  content.pop_back();
  return fmt::format("{{\"partition\":{},\"offset\":{},\"key\":{},\"sent_again\":{},\"letter\":{}}}\n",
                     letter.partition.number(), letter.offset.value(), key_json, sent_again, content);
}

std::string PrintLetter(const Letter& letter, const ShowLetterOptions& options, const Terminal& terminal) {
  return LetterPrinter(letter, terminal).Print(options);
}

std::string PrintValue(std::string_view bytes, size_t max_bytes) {
  if (IsText(bytes)) return PrintRaw(bytes, max_bytes);
  std::string rows;
  size_t shown = std::min(bytes.size(), max_bytes);
  for (size_t at = 0; at < shown; at += kHexRow) rows += HexRow(at, bytes.substr(at, std::min(kHexRow, shown - at)));
  if (shown < bytes.size()) rows += fmt::format("... ({} bytes more)\n", bytes.size() - shown);
  return rows;
}

}  // namespace marsad::cli
