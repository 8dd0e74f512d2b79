#include "stages/normalize/lines.h"

#include <algorithm>
#include <array>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

// An edge of a markup span: from `at` on, one more or one fewer of `kind` is open.
struct Edge {
  uint32_t at = 0;
  MarkupKind kind = MarkupKind::kUnspecified;
  int change = 0;
};

// Where spans cover each other the more telling kind wins: a paragraph in a quotation is quotation.
constexpr std::array<MarkupKind, 8> kMostTellingFirst = {
    MarkupKind::kCaption, MarkupKind::kByline,   MarkupKind::kDateline, MarkupKind::kHeading,
    MarkupKind::kTable,   MarkupKind::kListItem, MarkupKind::kQuote,    MarkupKind::kParagraph};

// Every line break begins with one of four bytes, and none of them stands inside a character.
constexpr std::array<bool, 256> MakeBreakBytes() {
  std::array<bool, 256> bytes{};
  for (const int byte : {0x0A, 0x0D, 0xC2, 0xE2}) bytes[byte] = true;
  return bytes;
}
constexpr std::array<bool, 256> kBreakBytes = MakeBreakBytes();

bool MayBeginBreak(char byte) { return kBreakBytes[static_cast<unsigned char>(byte)]; }

std::vector<Edge> EdgesOf(std::string_view body, std::span<const Markup> markup) {
  std::vector<Edge> edges;
  for (const Markup& mark : markup) {
    const auto [begin, end] = mark.span;
    const bool is_block =
        std::find(kMostTellingFirst.begin(), kMostTellingFirst.end(), mark.kind) != kMostTellingFirst.end();
    if (!is_block || begin >= end || end > body.size() || !IsBoundary(body, begin) || !IsBoundary(body, end)) continue;
    edges.push_back({begin, mark.kind, 1});
    edges.push_back({end, mark.kind, -1});
  }
  std::stable_sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });
  return edges;
}

class LineCutter {
 public:
  LineCutter(std::string_view body, std::span<const Markup> markup) : body_(body), edges_(EdgesOf(body, markup)) {}

  std::vector<Line> Run() {
    uint32_t at = 0;
    while (at < body_.size()) {
      TakeEdges(at);
      const uint32_t limit = next_edge_ < edges_.size() ? edges_[next_edge_].at : static_cast<uint32_t>(body_.size());
      const uint32_t end = LineEnd(at, limit);
      const text::OriginalSpan span = TrimSpace(body_, {at, end});
      if (!span.empty()) lines_.push_back({span, MostTelling()});
      at = end;
    }
    return std::move(lines_);
  }

 private:
  void TakeEdges(uint32_t at) {
    for (; next_edge_ < edges_.size() && edges_[next_edge_].at <= at; ++next_edge_) {
      open_[static_cast<size_t>(edges_[next_edge_].kind)] += edges_[next_edge_].change;
    }
  }

  // After the line break that ends the line at `at`, or at `limit`.
  uint32_t LineEnd(uint32_t at, uint32_t limit) const {
    const std::string_view before_limit = body_.substr(0, limit);
    while (true) {
      const auto found = std::find_if(before_limit.begin() + at, before_limit.end(), MayBeginBreak);
      if (found == before_limit.end()) return limit;
      at = static_cast<uint32_t>(found - before_limit.begin());
      const text::CodePoint c = text::CodePointAt(body_, at);
      at += c.bytes;
      if (text::SentenceBreaker::ClassOf(c.value) == SentenceClass::kParagraph) return at;
    }
  }

  MarkupKind MostTelling() const {
    for (const MarkupKind kind : kMostTellingFirst) {
      if (open_[static_cast<size_t>(kind)] > 0) return kind;
    }
    return MarkupKind::kUnspecified;
  }

  const std::string_view body_;
  const std::vector<Edge> edges_;
  size_t next_edge_ = 0;
  std::array<int, kMarkupKinds> open_{};
  std::vector<Line> lines_;
};

bool IsSpace(char32_t c) {
  const SentenceClass found = text::SentenceBreaker::ClassOf(c);
  return found == SentenceClass::kSpace || found == SentenceClass::kParagraph;
}

}  // namespace

std::vector<Line> CutLines(std::string_view body, std::span<const Markup> markup) {
  return LineCutter(body, markup).Run();
}

text::OriginalSpan TrimSpace(std::string_view text, text::OriginalSpan span) {
  auto [begin, end] = span;
  while (begin < end) {
    const text::CodePoint c = text::CodePointAt(text, begin);
    if (!IsSpace(c.value)) break;
    begin += c.bytes;
  }
  while (end > begin) {
    const auto previous = static_cast<uint32_t>(PreviousBoundary(text, end));
    if (!IsSpace(text::CodePointAt(text, previous).value)) break;
    end = previous;
  }
  return {begin, end};
}

}  // namespace marsad::normalize
