#include "cli/show/article_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <span>
#include <unordered_map>

#include "lib/article/mentions.h"
#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/publication_line.h"

namespace marsad::cli {
namespace {

std::vector<Marked> MarksOf(const v1::EnrichedArticle& record, text::TextField field) {
  std::vector<Marked> marks;
  for (const article::SureMention& mention : article::ReadSureMentions(record, field)) {
    marks.push_back({mention.span.begin, mention.span.end, mention.entity});
  }
  return marks;
}

// The marks that begin in [begin, end): `marks` is sorted, so a long article with many blocks stays linear.
std::vector<Marked> Within(std::span<const Marked> marks, uint32_t begin, uint32_t end) {
  auto less = [](const Marked& mark, uint32_t at) { return mark.begin < at; };
  auto first = std::lower_bound(marks.begin(), marks.end(), begin, less);
  auto last = std::lower_bound(first, marks.end(), end, less);
  return {first, last};
}

BlockKind KindOf(v1::Block::Kind kind) {
  switch (kind) {
    case v1::Block::HEADING:
      return BlockKind::kHeading;
    case v1::Block::LIST_ITEM:
      return BlockKind::kListItem;
    case v1::Block::QUOTE:
      return BlockKind::kQuote;
    case v1::Block::BYLINE:
    case v1::Block::CAPTION:
    case v1::Block::BOILERPLATE:
    case v1::Block::NOTE:
      return BlockKind::kSmall;
    default:
      return BlockKind::kParagraph;
  }
}

// The bullet or dash that stands before `item` in `line`, which ends with it; what no program of ours wrote may be anything.
std::string_view MarkOf(std::string_view line, std::string_view item) {
  constexpr size_t kLongestNumber = 8;  // bytes, with what follows it
  const std::string_view number = PrefixAtBoundary(item, kLongestNumber);
  if (IsValidUtf8(number) && normalize::BeginsWithNumber(number)) return {};
  std::string_view before = line.substr(0, line.size() - item.size());
  before.remove_prefix(std::min(before.find_first_not_of(" \t"), before.size()));
  if (before.empty() || !IsValidUtf8(before) || normalize::BulletBytes(before) == 0) return "-";
  return before.substr(0, text::CodePointAt(before, 0).bytes);
}

// The whole line up to `end` that `begin` lies in.
std::string_view LineAround(std::string_view body, uint32_t begin, uint32_t end) {
  const std::string_view whole = body.substr(0, end);
  return whole.substr(whole.substr(0, begin).find_last_of("\r\n") + 1);
}

bool IsPostTime(std::string_view line) {
  constexpr size_t kLongest = 60;  // bytes
  if (line.size() > kLongest || !IsValidUtf8(line)) return false;
  const normalize::Field field = normalize::MakeField(line);
  return normalize::IsPostTime(field, field.tokens, line);
}

void AddBlock(const std::string& body, BlockKind kind, Marked range, std::span<const Marked> marks, ArticleView* view) {
  const auto end = static_cast<uint32_t>(std::min<size_t>(range.end, body.size()));
  const uint32_t begin = std::min(range.begin, end);
  BlockView block{kind, CutSegments(body, begin, end, Within(marks, range.begin, range.end)), {}};
  if (block.segments.empty()) return;
  const std::string_view own = std::string_view(body).substr(begin, end - begin);
  if (kind == BlockKind::kListItem) block.mark = MarkOf(LineAround(body, begin, end), own);
  if (kind == BlockKind::kSmall && IsPostTime(own)) block.kind = BlockKind::kPostTime;
  view->body.push_back(std::move(block));
}

void ViewLines(const std::string& body, std::span<const Marked> marks, ArticleView* view) {
  for (size_t at = 0; at < body.size();) {
    size_t end = std::min(body.find('\n', at), body.size());
    AddBlock(body, BlockKind::kParagraph, {static_cast<uint32_t>(at), static_cast<uint32_t>(end)}, marks, view);
    at = end + 1;
  }
}

void ViewBlocks(const v1::EnrichedArticle& article, std::span<const Marked> marks, ArticleView* view) {
  const std::string& body = article.article().body();
  const v1::Block* dateline = nullptr;
  for (const v1::Block& block : article.text().blocks()) {
    if (block.span().field() != v1::Span::BODY || block.kind() == v1::Block::REPEATED_TITLE) continue;
    if (block.kind() == v1::Block::DATELINE) {
      dateline = &block;
      continue;
    }
    uint32_t begin = dateline != nullptr ? dateline->span().begin() : block.span().begin();
    dateline = nullptr;
    AddBlock(body, KindOf(block.kind()), {begin, block.span().end()}, marks, view);
  }
}

}  // namespace

ArticleView View(const v1::EnrichedArticle& article) {
  const std::string& title = article.article().title();
  ArticleView view;
  view.title = CutSegments(title, 0, static_cast<uint32_t>(title.size()), MarksOf(article, text::TextField::kTitle));
  std::vector<Marked> marks = MarksOf(article, text::TextField::kBody);
  if (article.text().blocks_size() > 0) {
    ViewBlocks(article, marks, &view);
  } else {
    ViewLines(article.article().body(), marks, &view);
  }
  return view;
}

std::vector<size_t> BySalience(const v1::EnrichedArticle& article) {
  std::vector<size_t> order(static_cast<size_t>(article.entities_size()));
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return article.entities(static_cast<int>(a)).salience() > article.entities(static_cast<int>(b)).salience();
  });
  return order;
}

std::string ShowConfidence(const v1::Entity& entity) {
  uint32_t most = 0;
  bool is_sure = false;
  for (const v1::Mention& mention : entity.mentions()) {
    most = std::max(most, mention.confidence());
    is_sure = is_sure || !mention.unsure();
  }
  if (most == 0) return {};
  return std::to_string((most + 5) / 10) + " %" + (is_sure ? "" : ", unsure");
}

std::vector<SurfaceCount> Surfaces(const v1::Entity& entity) {
  std::vector<SurfaceCount> surfaces;
  std::unordered_map<std::string_view, size_t> place;
  for (const v1::Mention& mention : entity.mentions()) {
    auto [known, is_new] = place.emplace(mention.surface(), surfaces.size());
    if (is_new) surfaces.push_back({mention.surface(), 0});
    ++surfaces[known->second].count;
  }
  std::stable_sort(surfaces.begin(), surfaces.end(),
                   [](const SurfaceCount& a, const SurfaceCount& b) { return a.count > b.count; });
  return surfaces;
}

std::string ShowTime(const v1::Time& time) {
  if (!time.has_utc()) return {};
  // A hostile record may state any number: only the years that an article can have are shown.
  constexpr int64_t kYear1 = -62135596800;
  constexpr int64_t kYear10000 = 253402300800;
  int64_t seconds = time.utc().seconds();
  if (seconds < kYear1 + 86400 || seconds >= kYear10000 - 86400) return "?";
  int offset = std::clamp(time.offset_minutes(), -24 * 60, 24 * 60);
  const std::chrono::sys_seconds local{std::chrono::seconds{seconds} + std::chrono::minutes{offset}};
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{local - day};
  std::string shown = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  if (time.precision() == v1::Time::DAY) return shown;
  shown += fmt::format(" {:02}:{:02}", clock.hours().count(), clock.minutes().count());
  if (!time.has_offset_minutes()) return shown;
  if (offset == 0) return shown + " UTC";
  return shown + fmt::format(" {}{:02}:{:02}", offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
}

}  // namespace marsad::cli
