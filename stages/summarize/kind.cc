#include "stages/summarize/kind.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;
using text::Token;

constexpr size_t kFewestQuestions = 3;
constexpr size_t kFewestPosts = 4;
constexpr size_t kFewestItems = 3;
constexpr size_t kManyItems = 4;
constexpr size_t kLongQuestion = 120;  // characters; a longer one states something before it asks
constexpr std::array<std::string_view, 3> kQuestionMarks = {"?", "\u061F", "\uFF1F"};

constexpr std::string_view kBullet = "\u2022";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Minutes since midnight where a time of day begins with the word: 9:05, 17.40, 17h40.
std::optional<int> TimeOf(const Article& article, const Token& token) {
  if (token.search.empty() || !IsDigit(article.search_body[token.search.begin])) return std::nullopt;
  const std::string_view text = article.search_body.substr(token.search.begin, 6);
  const size_t mark = text.find_first_of(":.h");
  if (mark == 0 || mark > 2 || mark + 3 > text.size()) return std::nullopt;
  if (!std::all_of(text.begin(), text.begin() + mark, IsDigit) || !IsDigit(text[mark + 1]) ||
      !IsDigit(text[mark + 2])) {
    return std::nullopt;
  }
  if (mark + 3 < text.size() && (IsDigit(text[mark + 3]) || text[mark + 3] == '.')) return std::nullopt;
  int hours = 0;
  for (size_t i = 0; i < mark; ++i) hours = hours * 10 + (text[i] - '0');
  const int minutes = (text[mark + 1] - '0') * 10 + (text[mark + 2] - '0');
  if (hours > 24 || minutes > 59) return std::nullopt;
  return hours * 60 + minutes;
}

// Whether nothing but marks and blanks stands before `at` in its line.
bool BeginsLine(std::string_view body, size_t at) {
  constexpr std::string_view kMarks = " \t[(*-|";
  while (at > 0 && kMarks.find(body[at - 1]) != std::string_view::npos) --at;
  return at == 0 || body[at - 1] == '\n' || body.substr(0, at).ends_with(kBullet);
}

struct Post {
  OriginalSpan lines;  // up to the next post
  int minutes = 0;
};

// What lines that begin with a time of day begin, a line of its own or not.
std::vector<Post> Posts(const Article& article) {
  std::vector<Post> posts;
  for (const Token& token : article.body_tokens) {
    if (token.script != text::Script::kDigits && !IsDigit(article.body[token.original.begin])) continue;
    if (!BeginsLine(article.body, token.original.begin)) continue;
    const std::optional<int> minutes = TimeOf(article, token);
    if (!minutes) continue;
    const size_t line = article.body.rfind('\n', token.original.begin);
    const auto begin = static_cast<uint32_t>(line == std::string_view::npos ? 0 : line + 1);
    if (!posts.empty()) posts.back().lines.end = begin;
    posts.push_back({{begin, static_cast<uint32_t>(article.body.size())}, *minutes});
  }
  return posts;
}

// Whether the times of the posts run one way, but for a midnight or a slip.
bool AreInOrder(const std::vector<Post>& posts) {
  size_t up = 0;
  size_t down = 0;
  for (size_t i = 1; i < posts.size(); ++i) {
    if (posts[i].minutes > posts[i - 1].minutes) ++up;
    if (posts[i].minutes < posts[i - 1].minutes) ++down;
  }
  return std::min(up, down) <= 1;
}

bool IsLiveBlog(const Article& article) {
  const std::vector<Post> posts = Posts(article);
  return posts.size() >= kFewestPosts && posts.size() * 3 >= article.paragraphs.size() && AreInOrder(posts);
}

bool LiesIn(OriginalSpan sentence, OriginalSpan span) {
  return span.begin <= sentence.begin && sentence.end <= span.end;
}

bool OpensWithList(const Article& article) {
  if (article.list_items.size() < kFewestItems || article.sentences.empty()) return false;
  const auto before = std::count_if(article.sentences.begin(), article.sentences.end(), [&](OriginalSpan sentence) {
    return sentence.begin < article.list_items.front().begin;
  });
  const bool goes_on =
      article.sentences.back().begin >= article.list_items.back().end;  // else it is a page of headlines
  const bool is_mostly_list =
      article.list_items.size() >= kManyItems && article.list_items.size() * 3 >= article.sentences.size();
  return (before <= 1 || (before <= 3 && is_mostly_list)) && goes_on;
}

// The first sentence of each post, the newest first.
std::vector<OriginalSpan> NewestPosts(const Article& article, const std::vector<OriginalSpan>& sentences) {
  std::vector<Post> posts = Posts(article);
  if (posts.front().minutes < posts.back().minutes) std::reverse(posts.begin(), posts.end());
  std::vector<OriginalSpan> chosen;
  for (const Post& post : posts) {
    const auto first = std::find_if(sentences.begin(), sentences.end(),
                                    [&](OriginalSpan sentence) { return LiesIn(sentence, post.lines); });
    if (first != sentences.end()) chosen.push_back(*first);
  }
  return chosen;
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

Kind KindOf(const Article& article) {
  if (article.paragraphs.empty()) return Kind::kReport;
  if (IsLiveBlog(article)) return Kind::kLiveBlog;
  const auto questions = std::count_if(article.paragraphs.begin(), article.paragraphs.end(),
                                       [&](OriginalSpan paragraph) { return IsQuestion(paragraph.Cut(article.body)); });
  if (static_cast<size_t>(questions) >= kFewestQuestions) return Kind::kInterview;
  return OpensWithList(article) ? Kind::kList : Kind::kReport;
}

std::vector<OriginalSpan> Candidates(const Article& article, Kind kind, std::vector<OriginalSpan> sentences) {
  if (kind == Kind::kLiveBlog) {
    std::vector<OriginalSpan> posts = NewestPosts(article, sentences);
    if (!posts.empty()) return posts;
  }
  const auto is_question = [&](OriginalSpan sentence) {
    const bool may_state = sentence.begin == article.sentences.front().begin &&
                           CountCharacters(sentence.Cut(article.body)) > kLongQuestion;
    return !may_state && IsQuestion(sentence.Cut(article.body));
  };
  if (!std::all_of(sentences.begin(), sentences.end(), is_question)) std::erase_if(sentences, is_question);
  return sentences;
}

}  // namespace marsad::summarize
