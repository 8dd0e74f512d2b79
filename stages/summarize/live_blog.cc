#include "stages/summarize/live_blog.h"

#include <algorithm>
#include <array>
#include <optional>

#include "stages/summarize/phrases.h"
#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;
using text::Token;

constexpr size_t kFewestPosts = 4;
constexpr std::string_view kBullet = "\u2022";
constexpr size_t kManyPosts = 6;
constexpr double kMuchNews = 2;
constexpr double kFresh = 1.5;  // what a date adds to a point
constexpr double kAge = 0.35;   // what each newer post takes from what one tells

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
  constexpr std::string_view kMarks = " \t[(*-|+";
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

// Words that tell something, as WordKey has them, sorted. Numbers are left out: they are what changes.
std::vector<uint64_t> KeysOf(const Facts& facts, const Article& article) {
  const Phrases& phrases = Phrases::Of(article.language);
  std::vector<uint64_t> keys;
  for (size_t i = 0; i < facts.tokens.size(); ++i) {
    const uint64_t key = WordKey(facts.tokens, i, article.search_body);
    const PhraseSet found = phrases.Find(facts.tokens.subspan(i), article.search_body);
    const bool is_number = facts.tokens[i].script == text::Script::kDigits;
    if (key != 0 && !is_number && !found.Has(Phrase::kFunction) && !found.Has(Phrase::kClock)) keys.push_back(key);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

// Whether a third of the words of `older`, and three at least, are in `newer`.
bool TellsAgain(const std::vector<uint64_t>& older, const std::vector<uint64_t>& newer) {
  constexpr size_t kFewest = 3;
  const auto common = std::count_if(older.begin(), older.end(),
                                    [&](uint64_t key) { return std::binary_search(newer.begin(), newer.end(), key); });
  return static_cast<size_t>(common) >= kFewest && static_cast<size_t>(common) * 3 >= older.size();
}

struct Ranked {
  size_t age;  // 0: the newest
  int level;
  double news;
  std::vector<uint64_t> keys;
};

// Of posts, the newest first: 2 tells much beside the best one, an older one less; 1 tells something; 0 is service.
std::vector<int> LevelsOf(const TitleWords& title, const std::vector<Facts>& posts) {
  double best = 0;
  for (const Facts& post : posts) best = std::max(best, News(post, title));
  std::vector<int> levels;
  for (const Facts& post : posts) {
    const double news = News(post, title) - kAge * static_cast<double>(levels.size());
    const int level = news < std::min(best / 2, kMuchNews) ? 1 : 2;
    levels.push_back(post.is_aside || post.is_filler ? 0 : level);
  }
  return levels;
}

}  // namespace

std::vector<OriginalSpan> LivePosts(const Article& article) {
  std::vector<Post> posts = Posts(article);
  const size_t paragraphs = posts.size() < kManyPosts ? 3 : 4;  // of a post: its time, its heading, its text
  if (posts.size() < kFewestPosts || posts.size() * paragraphs < article.paragraphs.size() || !AreInOrder(posts))
    return {};
  if (posts.front().minutes < posts.back().minutes) std::reverse(posts.begin(), posts.end());
  std::vector<OriginalSpan> spans;
  spans.reserve(posts.size());
  for (const Post& post : posts) spans.push_back(post.lines);
  return spans;
}

std::vector<OriginalSpan> FirstOfPosts(std::span<const OriginalSpan> posts, std::span<const OriginalSpan> sentences) {
  std::vector<OriginalSpan> chosen;
  for (const OriginalSpan post : posts) {
    const auto first = std::partition_point(sentences.begin(), sentences.end(),
                                            [&](OriginalSpan sentence) { return sentence.begin < post.begin; });
    if (first != sentences.end() && first->end <= post.end) chosen.push_back(*first);
  }
  return chosen;
}

void RankPosts(const TitleWords& title, const Article& article, std::vector<Facts>* posts) {
  if (posts->empty()) return;
  const std::vector<int> levels = LevelsOf(title, *posts);
  std::vector<Ranked> ranked;
  for (size_t age = 0; age < posts->size(); ++age) {
    const double news = News((*posts)[age], title) - kAge * static_cast<double>(age);
    ranked.push_back({age, levels[age], news, KeysOf((*posts)[age], article)});
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    return a.level != b.level ? a.level > b.level : a.level == 1 && a.news > b.news;
  });
  std::vector<Facts> kept;
  std::vector<const Ranked*> said;
  for (const Ranked& post : ranked) {
    if (post.level == 0 && !kept.empty()) break;  // what follows is service
    const bool is_said = std::any_of(said.begin(), said.end(), [&](const Ranked* other) {
      return other->age < post.age && TellsAgain(post.keys, other->keys);
    });
    if (is_said) continue;
    said.push_back(&post);
    kept.push_back((*posts)[post.age]);
  }
  *posts = std::move(kept);
}

void RankItems(const TitleWords& title, std::span<const OriginalSpan> items, std::vector<Facts>* candidates) {
  const auto is_item = [&](const Facts& facts) { return facts.sentence.begin < items.back().end; };
  const auto weight = [&](const Facts& facts) {
    const double demand = Demands(facts) ? kDemand : 0;  // what "should" be done is decided
    return facts.is_routine || facts.is_filler ? 0 : News(facts, title) - demand + (facts.is_fresh ? kFresh : 0);
  };
  const auto end = std::partition_point(candidates->begin(), candidates->end(), is_item);
  double best = 0;
  for (auto item = candidates->begin(); item != end; ++item) best = std::max(best, weight(*item));
  std::stable_partition(candidates->begin(), end,
                        [&](const Facts& facts) { return weight(facts) >= std::min(best / 2, kMuchNews); });
}

}  // namespace marsad::summarize
