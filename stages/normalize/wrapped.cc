#include "stages/normalize/wrapped.h"

#include <algorithm>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kLeastWidth = 50;  // characters; verse and lists are narrower
constexpr size_t kMostWidth = 100;  // wider lines are paragraphs
constexpr size_t kSlack = 6;        // by which a hand breaks a line early
constexpr size_t kLeastJoins = 3;
constexpr size_t kNarrowWidth = 32;  // of columns; between this and kLeastWidth more must speak for prose

bool IsUnmarked(const Line& line) { return line.markup == MarkupKind::kUnspecified; }

class Joiner {
 public:
  Joiner(std::string_view body, std::vector<Line> lines) : body_(body), lines_(std::move(lines)) {}

  std::vector<Line> Run() {
    if (!FindWidth()) return std::move(lines_);
    if (width_ < kLeastWidth && !IsNarrowProse()) return std::move(lines_);
    std::vector<Line> joined;
    size_t joins = 0;
    size_t ended = 0;
    size_t in_small_letters = 0;
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (i > 0 && GoesOn(i - 1)) {
        joined.back().span.end = lines_[i].span.end;
        ++joins;
        if (EndsSentence(Cut(i - 1))) ++ended;
        if (ClassAtBegin(Cut(i)) == SentenceClass::kLower) ++in_small_letters;
      } else {
        joined.push_back(lines_[i]);
      }
    }
    const bool is_wrapped = joins >= kLeastJoins && ended * 2 <= joins;
    const bool goes_on_in_small_letters = ended == 0 && in_small_letters == joins;
    return is_wrapped || goes_on_in_small_letters ? joined : std::move(lines_);
  }

 private:
  std::string_view Cut(size_t index) const { return lines_[index].span.Cut(body_); }

  // False if no width is one that people wrap at. Stops at the first line that is too wide, so that the usual
  // article costs next to nothing.
  bool FindWidth() {
    for (const Line& line : lines_) {
      if (!IsUnmarked(line)) continue;
      width_ = std::max(width_, CountCharacters(line.span.Cut(body_)));
      if (width_ > kMostWidth) return false;
    }
    return width_ >= kNarrowWidth;
  }

  bool GoesOn(size_t index) const {
    if (!IsUnmarked(lines_[index]) || !IsUnmarked(lines_[index + 1])) return false;
    const text::OriginalSpan gap = {lines_[index].span.end, lines_[index + 1].span.begin};
    const std::string_view between = gap.Cut(body_);
    const bool is_one_break = std::count(between.begin(), between.end(), '\n') == 1;
    const std::string_view next = Cut(index + 1);
    const size_t word = CountCharacters(next.substr(0, next.find(' ')));
    // A word that is a whole line long: a script without blanks, or an address.
    return is_one_break && word < width_ / 2 && !BeginsItem(next) &&
           CountCharacters(Cut(index)) + 1 + word + kSlack > width_;
  }

  bool FollowsBlankLine(size_t index) const {
    const text::OriginalSpan gap = {lines_[index - 1].span.end, lines_[index].span.begin};
    const std::string_view between = gap.Cut(body_);
    return std::count(between.begin(), between.end(), '\n') > 1;
  }

  // A column of a scan: its lines are filled but for the last of each paragraph, which ends a sentence; blank lines part the
  // paragraphs. Verse ends its lines as it likes and begins them with capitals.
  bool IsNarrowProse() const {
    size_t joins = 0;
    size_t in_capitals = 0;
    size_t ended = 0;
    for (size_t i = 0; i < lines_.size(); ++i) {
      const bool is_last = i + 1 == lines_.size() || FollowsBlankLine(i + 1);
      const bool is_only = is_last && (i == 0 || FollowsBlankLine(i));
      if (is_only) continue;
      if (is_last && !EndsSentence(Cut(i))) return false;
      if (is_last) continue;
      if (!GoesOn(i)) return false;
      ++joins;
      in_capitals += ClassAtBegin(Cut(i + 1)) == SentenceClass::kUpper;
      ended += EndsSentence(Cut(i));
    }
    return joins >= kLeastJoins && in_capitals * 3 <= joins && ended * 3 <= joins;
  }

  static bool BeginsItem(std::string_view line) {
    const SentenceClass found = ClassAtBegin(line);
    const bool is_letter = found == SentenceClass::kUpper || found == SentenceClass::kLower ||
                           found == SentenceClass::kOtherLetter || found == SentenceClass::kNumeric;
    const size_t first = text::CodePointAt(line, 0).bytes;
    return !is_letter && first < line.size() && line[first] == ' ';
  }

  static SentenceClass ClassAtBegin(std::string_view line) {
    return text::SentenceBreaker::ClassOf(text::CodePointAt(line, 0).value);
  }

  static bool EndsSentence(std::string_view line) {
    const size_t last = PreviousBoundary(line, line.size());
    const SentenceClass found = text::SentenceBreaker::ClassOf(text::CodePointAt(line, last).value);
    return found == SentenceClass::kATerm || found == SentenceClass::kSTerm;
  }

  const std::string_view body_;
  std::vector<Line> lines_;
  size_t width_ = 0;
};

}  // namespace

std::vector<Line> JoinWrapped(std::string_view body, std::vector<Line> lines) {
  return Joiner(body, std::move(lines)).Run();
}

}  // namespace marsad::normalize
