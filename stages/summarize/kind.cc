#include "stages/summarize/kind.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/summarize/facts.h"
#include "stages/summarize/labels.h"
#include "stages/summarize/live_blog.h"
#include "stages/summarize/phrases.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;

constexpr size_t kFewestQuestions = 3;
constexpr size_t kFewestItems = 3;

constexpr size_t kLongQuestion = 120;  // characters; a longer one states something before it asks
constexpr std::array<std::string_view, 3> kQuestionMarks = {"?", "\u061F", "\uFF1F"};
// Words; fewer are no sentence, but in Arabic, which writes "I will not" as one with its verb.
constexpr size_t kShortAnswer = 5;

// Whether one of `spans`, which are in their order, holds the beginning of the sentence.
bool LiesInOne(OriginalSpan sentence, std::span<const OriginalSpan> spans) {
  const auto found =
      std::partition_point(spans.begin(), spans.end(), [&](OriginalSpan span) { return span.end <= sentence.begin; });
  return found != spans.end() && found->begin <= sentence.begin;
}

size_t CountWords(const Article& article, OriginalSpan sentence) {
  const auto count_before = [&](uint32_t at) {
    return std::partition_point(article.body_tokens.begin(), article.body_tokens.end(),
                                [&](const text::Token& token) { return token.original.begin < at; });
  };
  return static_cast<size_t>(count_before(sentence.end) - count_before(sentence.begin));
}

bool IsArabic(const Article& article, OriginalSpan sentence) {
  const auto last = std::partition_point(article.body_tokens.begin(), article.body_tokens.end(),
                                         [&](const text::Token& token) { return token.original.begin < sentence.end; });
  return last != article.body_tokens.begin() && (last - 1)->script == text::Script::kArabic;
}

bool OpensWithList(const Article& article) {
  if (article.list_items.size() < kFewestItems || article.sentences.empty()) return false;
  const auto before = std::count_if(article.sentences.begin(), article.sentences.end(), [&](OriginalSpan sentence) {
    return sentence.begin < article.list_items.front().begin;
  });
  const bool goes_on =
      article.sentences.back().begin >= article.list_items.back().end;  // else it is a page of headlines
  const bool is_mostly_list = article.list_items.size() * 3 >= article.sentences.size();
  return (before <= 1 || (before <= 3 && is_mostly_list)) && goes_on;
}

// Whether a dash on its line tells that somebody says `question`.
bool HasDash(const Article& article, OriginalSpan question) {
  constexpr std::array<std::string_view, 3> kDashes = {"-", "\u2013", "\u2014"};
  const size_t end_before = article.body.substr(0, question.begin).rfind('\n');
  const std::string_view line = article.body.substr(end_before == std::string_view::npos ? 0 : end_before + 1);
  return std::any_of(kDashes.begin(), kDashes.end(), [&](std::string_view dash) { return line.starts_with(dash); });
}

// Whether one of the words between `questions` is of somebody who speaks of themselves, as who answers does; in a report questions
// are headings, and such words are quoted.
bool SomebodyAnswers(const Article& article, std::span<const OriginalSpan> questions) {
  const Phrases& phrases = Phrases::Of(article.language);
  const std::span<const text::Token> tokens = article.body_tokens;
  size_t quotes = 0;
  uint32_t before = questions.front().end;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const OriginalSpan word = tokens[i].original;
    if (word.begin < before) continue;
    quotes += CountQuotes(article.body.substr(before, word.begin - before));
    before = word.end;
    if (quotes % 2 == 0 && !LiesInOne(word, questions) &&
        phrases.Find(tokens.subspan(i), article.search_body).Has(Phrase::kPersonal)) {
      return true;
    }
  }
  return false;
}

std::vector<OriginalSpan> Questions(const Article& article, const std::vector<LabelledLine>& lines) {
  std::vector<OriginalSpan> questions;
  const std::string_view asker = FindAsker(lines);
  if (!asker.empty()) {
    for (const LabelledLine& line : lines) {
      if (line.label == asker) questions.push_back(line.line);
    }
    return questions;
  }
  std::copy_if(article.paragraphs.begin(), article.paragraphs.end(), std::back_inserter(questions),
               [&](OriginalSpan paragraph) { return IsQuestion(paragraph.Cut(article.body)); });
  const auto has_dash = [&](OriginalSpan question) { return HasDash(article, question); };
  const bool is_interview =
      questions.size() >= kFewestQuestions &&
      (std::all_of(questions.begin(), questions.end(), has_dash) || SomebodyAnswers(article, questions));
  return is_interview ? questions : std::vector<OriginalSpan>();
}

// Without those of which `is_bad` says so, unless nothing would be left.
template <class IsBad>
void LeaveOut(const IsBad& is_bad, std::vector<OriginalSpan>* sentences) {
  if (!std::all_of(sentences->begin(), sentences->end(), is_bad)) std::erase_if(*sentences, is_bad);
}

}  // namespace

bool IsQuestion(std::string_view sentence) {
  for (size_t at = sentence.size(); at > 0;) {
    at = PreviousBoundary(sentence, at);
    const std::string_view rest = sentence.substr(at);
    if (std::any_of(kQuestionMarks.begin(), kQuestionMarks.end(),
                    [&](std::string_view mark) { return rest.starts_with(mark); })) {
      return true;
    }
    const text::SentenceClass found = text::SentenceBreaker::ClassOf(text::CodePointAt(sentence, at).value);
    if (found != text::SentenceClass::kClose && found != text::SentenceClass::kIgnored &&
        found != text::SentenceClass::kSpace) {
      return false;
    }
  }
  return false;
}

Structure StructureOf(const Article& article) {
  Structure structure;
  const std::vector<LabelledLine> lines = LabelledLines(article.body);
  if (article.paragraphs.empty()) return structure;
  structure.posts = LivePosts(article);
  if (!structure.posts.empty()) {
    structure.kind = Kind::kLiveBlog;
    return structure;
  }
  structure.questions = Questions(article, lines);
  if (structure.questions.empty()) structure.sheet = SheetLines(article, lines);
  structure.kind = !structure.questions.empty() ? Kind::kInterview
                   : OpensWithList(article)     ? Kind::kList
                                                : Kind::kReport;
  return structure;
}

std::optional<size_t> WordsOfAnswer(const Article& article, const Structure& structure, OriginalSpan sentence) {
  const auto at = std::partition_point(article.sentences.begin(), article.sentences.end(),
                                       [&](OriginalSpan other) { return other.begin < sentence.begin; });
  const bool opens = at != article.sentences.begin() && LiesInOne(*(at - 1), structure.questions) &&
                     !LiesInOne(sentence, structure.questions);
  if (!opens) return std::nullopt;
  const std::string_view said = WithoutLabel(sentence.Cut(article.body));
  return CountWords(article, {sentence.end - static_cast<uint32_t>(said.size()), sentence.end});
}

std::vector<OriginalSpan> Candidates(const Article& article, const Structure& structure,
                                     std::vector<OriginalSpan> sentences) {
  if (structure.kind == Kind::kLiveBlog) {
    LeaveOut([&](OriginalSpan sentence) { return IsQuestion(sentence.Cut(article.body)); }, &sentences);
    std::vector<OriginalSpan> posts = FirstOfPosts(structure.posts, sentences);
    if (!posts.empty()) return posts;
  }
  LeaveOut([&](OriginalSpan sentence) { return LiesInOne(sentence, structure.sheet); }, &sentences);
  const auto asks = [&](OriginalSpan sentence) {
    const bool may_state = sentence.begin == article.sentences.front().begin &&
                           CountCharacters(sentence.Cut(article.body)) > kLongQuestion;
    return LiesInOne(sentence, structure.questions) || (!may_state && IsQuestion(sentence.Cut(article.body)));
  };
  LeaveOut(asks, &sentences);
  if (structure.kind == Kind::kInterview) {
    const auto is_fragment = [&](OriginalSpan sentence) {
      const size_t least = IsArabic(article, sentence) ? kShortAnswer - 1 : kShortAnswer;
      return WordsOfAnswer(article, structure, sentence).value_or(least) < least;
    };
    LeaveOut(is_fragment, &sentences);
  }
  return sentences;
}

}  // namespace marsad::summarize
