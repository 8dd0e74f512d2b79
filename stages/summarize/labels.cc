#include "stages/summarize/labels.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "stages/summarize/phrases.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;
using text::Token;

constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kMarks = " \t*->|";
constexpr size_t kLongestLabel = 56;  // bytes
constexpr size_t kMostLabelWords = 5;
constexpr size_t kMostLines = 1000;
constexpr size_t kLongestPiece = 64;  // bytes
constexpr size_t kMostPieceWords = 5;
constexpr size_t kFewestOfSheet = 2;
constexpr size_t kFewestTurns = 2;

size_t CountWords(std::string_view text) {
  size_t words = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool is_blank = kBlanks.find(c) != std::string_view::npos;
    words += !is_blank && !in_word;
    in_word = !is_blank;
  }
  return words;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLabel(std::string_view text) {
  constexpr std::string_view kNotInLabels = ".,;!?\"";
  return !text.empty() && std::none_of(text.begin(), text.end(), IsDigit) &&
         text.find_first_of(kNotInLabels) == std::string_view::npos && CountWords(text) <= kMostLabelWords;
}

std::optional<LabelledLine> ReadLine(std::string_view line) {
  const size_t colon = line.substr(0, kLongestLabel).find(':');
  if (colon == std::string_view::npos || colon + 1 >= line.size() || line[colon + 1] != ' ') return std::nullopt;
  std::string_view label = line.substr(0, colon);
  label.remove_prefix(std::min(label.find_first_not_of(kMarks), label.size()));
  while (label.ends_with(' ') || label.ends_with("\u00A0")) label.remove_suffix(label.ends_with(' ') ? 1 : 2);
  if (!IsLabel(label)) return std::nullopt;
  return LabelledLine{.line = {}, .label = label, .rest = line.substr(colon + 1), .number = 0};
}

// The bytes of the mark that parts two pieces there; 0: none does.
size_t SeparatorAt(std::string_view text, size_t at) {
  constexpr std::array<std::string_view, 5> kSeparators = {",", ";", "\u060C", "\u061B", "\u2013"};  // ARABIC, EN DASH
  const auto* const found = std::find_if(kSeparators.begin(), kSeparators.end(),
                                         [&](std::string_view mark) { return text.substr(at).starts_with(mark); });
  return found == kSeparators.end() ? 0 : found->size();
}

bool IsShortPiece(std::string_view piece) {
  return piece.size() <= kLongestPiece && CountWords(piece) <= kMostPieceWords;
}

enum class Pieces { kLong, kOne, kSeveral };

// Into how long pieces commas part the text; one with a number counts as several.
Pieces PiecesOf(std::string_view text) {
  size_t pieces = 1;
  size_t begin = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t separator = SeparatorAt(text, at);
    if (separator == 0) continue;
    if (!IsShortPiece(text.substr(begin, at - begin))) return Pieces::kLong;
    ++pieces;
    begin = at + separator;
  }
  if (!IsShortPiece(text.substr(begin))) return Pieces::kLong;
  return pieces > 1 || std::any_of(text.begin(), text.end(), IsDigit) ? Pieces::kSeveral : Pieces::kOne;
}

bool Contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool HoldsQuestion(std::string_view text) {
  return Contains(text, "?") || Contains(text, "\u061F") || Contains(text, "\uFF1F");  // ARABIC, FULLWIDTH
}

// Whether a decision begins with the label, "First:".
bool IsDecision(const Article& article, const LabelledLine& line) {
  const auto at = static_cast<uint32_t>(line.label.data() - article.body.data());
  const auto token = std::partition_point(article.body_tokens.begin(), article.body_tokens.end(),
                                          [&](const Token& one) { return one.original.begin < at; });
  return Phrases::Of(article.language)
      .Find({token, article.body_tokens.end()}, article.search_body)
      .Has(Phrase::kOrdinal);
}

bool MayBeOfSheet(const Article& article, const LabelledLine& line) {
  const auto item = std::partition_point(article.list_items.begin(), article.list_items.end(),
                                         [&](OriginalSpan one) { return one.end <= line.line.begin; });
  const bool is_item = item != article.list_items.end() && item->begin < line.line.end;
  return !is_item && PiecesOf(line.rest) != Pieces::kLong && !HoldsQuestion(line.rest) && !IsDecision(article, line);
}

struct Turns {
  size_t lines = 0;
  size_t questions = 0;
};

}  // namespace

std::string_view WithoutLabel(std::string_view line) {
  const std::optional<LabelledLine> found = ReadLine(line);
  if (!found) return line;
  return found->rest.substr(std::min(found->rest.find_first_not_of(kBlanks), found->rest.size()));
}

std::vector<LabelledLine> LabelledLines(std::string_view body) {
  std::vector<LabelledLine> lines;
  size_t number = 0;
  for (size_t begin = 0; begin < body.size() && lines.size() < kMostLines;) {
    const size_t end = std::min(body.find('\n', begin), body.size());
    std::optional<LabelledLine> line = ReadLine(body.substr(begin, end - begin));
    if (line) {
      line->line = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
      line->number = number;
      lines.push_back(*line);
    }
    number += body.substr(begin, end - begin).find_first_not_of(kBlanks) != std::string_view::npos;
    begin = end + 1;
  }
  return lines;
}

std::vector<OriginalSpan> SheetLines(const Article& article, const std::vector<LabelledLine>& lines) {
  std::vector<OriginalSpan> sheet;
  for (size_t i = 0; i < lines.size();) {
    size_t end = i;
    size_t of_several = 0;
    while (end < lines.size() && lines[end].number == lines[i].number + end - i && MayBeOfSheet(article, lines[end])) {
      of_several += PiecesOf(lines[end].rest) == Pieces::kSeveral;
      ++end;
    }
    for (size_t at = i; of_several >= kFewestOfSheet && at < end; ++at) sheet.push_back(lines[at].line);
    i = std::max(end, i + 1);
  }
  return sheet;
}

std::string_view FindAsker(const std::vector<LabelledLine>& lines) {
  std::map<std::string_view, Turns> turns;
  for (const LabelledLine& line : lines) {
    Turns& of_label = turns[line.label];
    ++of_label.lines;
    of_label.questions += HoldsQuestion(line.rest);
  }
  const auto asks = [](const auto& entry) {
    return entry.second.questions >= kFewestTurns && entry.second.questions * 2 >= entry.second.lines;
  };
  const auto asker = std::max_element(
      turns.begin(), turns.end(), [](const auto& a, const auto& b) { return a.second.questions < b.second.questions; });
  if (asker == turns.end() || !asks(*asker)) return {};
  const bool has_answers = std::any_of(turns.begin(), turns.end(), [&](const auto& entry) {
    return entry.first != asker->first && entry.second.lines >= kFewestTurns;
  });
  return has_answers ? asker->first : std::string_view();
}

}  // namespace marsad::summarize
