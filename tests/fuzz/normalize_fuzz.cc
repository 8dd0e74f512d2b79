// Any text through the fold and the core of normalize: the map leads both ways, the fold is idempotent, words and blocks
// and sentences lie in order on character boundaries. The first line is the title.
#include <algorithm>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/utf8.h"
#include "stages/normalize/normalize.h"
#include "tests/fuzz/check.h"

namespace {

using marsad::fuzz::Require;
using marsad::fuzz::RequireInside;
using marsad::normalize::BlockKind;
using marsad::normalize::Normalized;
using marsad::text::Folded;

void CheckFold(std::string_view original) {
  const Folded folded = marsad::text::Fold(original);
  marsad::fuzz::RequireUtf8(folded.search);
  Require(folded.map.Covers(original.size(), folded.search.size()), "the map makes up both texts");
  Require(marsad::text::FoldText(original) == folded.search, "the fold is one, with a map or without");
  Require(marsad::text::FoldText(folded.search) == folded.search, "the fold is idempotent");
}

void CheckField(const marsad::normalize::Field& field) {
  CheckFold(field.original);
  uint32_t last = 0;
  for (const auto& token : field.tokens) {
    RequireInside(field.original, token.original.begin, token.original.end);
    Require(token.original.begin >= last, "words stand in order, apart from each other");
    last = token.original.end;
    if (token.search.empty()) continue;
    RequireInside(field.folded.search, token.search.begin, token.search.end);
    Require(token.proclitic < token.search.size() || token.proclitic == 0, "a proclitic leaves a word");
    const auto mapped = field.folded.map.ToSearch(token.original);
    Require(mapped.begin <= token.search.begin && token.search.end == mapped.end, "a word's search span is the map's");
    if (mapped != token.search) continue;  // it shares a character with the word before it, which has it
    const auto back = field.folded.map.ToOriginal(token.search);
    RequireInside(field.original, back.begin, back.end);
    Require(field.folded.map.ToSearch(back) == token.search, "the map leads there and back");
  }
}

void CheckStructure(const Normalized& normalized) {
  uint32_t last = 0;
  for (const auto& block : normalized.blocks) {
    const bool is_title = block.kind == BlockKind::kTitle;
    RequireInside(is_title ? normalized.title.original : normalized.body.original, block.span.begin, block.span.end);
    if (is_title) continue;
    Require(block.span.begin >= last, "blocks stand in order, apart from each other");
    last = block.span.end;
  }
  last = 0;
  for (const auto& sentence : normalized.sentences) {
    RequireInside(normalized.body.original, sentence.begin, sentence.end);
    Require(sentence.begin >= last, "sentences stand in order, apart from each other");
    last = sentence.end;
  }
}

// Marks as no decent source sends them: anywhere, inside out, beyond the end. The same for the same text.
std::vector<marsad::normalize::Markup> Marks(std::string_view body) {
  std::vector<marsad::normalize::Markup> marks;
  uint64_t state = body.size() + 1;
  const auto next = [&state](uint64_t bound) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<uint32_t>((state >> 33U) % bound);
  };
  for (uint32_t count = next(8); count > 0; --count) {
    const auto kind = static_cast<marsad::normalize::MarkupKind>(next(marsad::normalize::kMarkupKinds));
    marks.push_back({.kind = kind, .span = {next(body.size() + 3), next(body.size() + 3)}});
  }
  return marks;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = marsad::text::RepairUtf8(marsad::fuzz::BytesOf(data, size)).text;
  const size_t line = std::min(text.find('\n'), text.size());
  const std::string_view title = std::string_view(text).substr(0, line);
  const std::string_view body = std::string_view(text).substr(std::min(line + 1, text.size()));
  const std::vector<marsad::normalize::Markup> marks = Marks(body);
  const Normalized normalized = marsad::normalize::Normalize(
      {.title = title, .body = body, .claimed_language = title.substr(0, 2), .authors = {&title, 1}, .markup = marks});
  CheckField(normalized.title);
  CheckField(normalized.body);
  CheckStructure(normalized);
  return 0;
}
