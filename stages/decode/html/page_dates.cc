#include "stages/decode/html/page_dates.h"

#include <gumbo.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "stages/decode/html/prune.h"
#include "stages/decode/html/rules.h"
#include "stages/decode/html/text.h"
#include "stages/decode/html/values.h"

namespace marsad::decode {
namespace {

constexpr size_t kLongestDate = 120;  // bytes

class DateReader {
 public:
  DateReader(const DateSources& from, std::vector<std::string>* ignored) : from_(from), ignored_(ignored) {}

  std::optional<Moment> Published() {
    const std::string_view stated = from_.facts.First({"article:published_time",
                                                       "article:published",
                                                       "datepublished",
                                                       "og:article:published_time",
                                                       "og:published_time",
                                                       "published_time",
                                                       "date",
                                                       "pubdate",
                                                       "publish-date",
                                                       "publish_date",
                                                       "publication_date",
                                                       "date_published",
                                                       "dc.date.issued",
                                                       "dcterms.issued",
                                                       "dcterms.created",
                                                       "dc.date",
                                                       "dcterms.date",
                                                       "parsely-pub-date",
                                                       "sailthru.date",
                                                       "citation_publication_date",
                                                       "cxenseparse:recs:publishtime",
                                                       "published"});
    if (auto moment = Time("published", {from_.news.published, stated, TimeOfArticle()})) return moment;
    if (auto moment = DateBesideTitle()) return moment;
    return DateByClass();
  }

  std::optional<Moment> Updated() {
    return Time("updated", {from_.news.updated, from_.facts.First({"article:modified_time", "article:modified",
                                                                   "datemodified", "og:updated_time", "date_modified",
                                                                   "dcterms.modified", "last-modified", "updated"})});
  }

 private:
  // Of an element whose text is a date in words and nothing else.
  static std::optional<Moment> DateIn(const HtmlNode& element) {
    const std::string text = TextOf(element, HtmlView()).text;
    if (text.size() > kLongestDate || text.find('\n') != std::string::npos) return std::nullopt;
    return ParseOpenMoment(text);
  }

  std::optional<Moment> DateBesideTitle() const {
    for (const HtmlNode* title : from_.title_elements) {
      for (const HtmlNode* beside : Beside(*title)) {
        if (const auto moment = DateIn(*beside)) return moment;
      }
    }
    return std::nullopt;
  }

  // Dates of other articles stand after the text, or are several.
  std::optional<Moment> DateByClass() const {
    if (from_.main.parts.empty()) return std::nullopt;
    const size_t end = from_.main.parts.back()->v.element.end_pos.offset;
    std::optional<Moment> only;
    for (const HtmlNode* element : from_.facts.dated) {
      if (element->v.element.start_pos.offset > end) break;
      const auto moment = DateIn(*element);
      if (!moment) continue;
      if (only && only->unix_seconds != moment->unix_seconds) return std::nullopt;
      only = moment;
    }
    return only;
  }

  // The only <time> that stands in the article, or in its head.
  std::string_view TimeOfArticle() const {
    std::string_view only;
    for (const HtmlNode* time : from_.facts.times) {
      if (!IsInArticle(*time)) continue;
      const std::string_view stated = AttributeOf(*time, "datetime");
      if (!only.empty() && stated != only) return {};
      only = stated;
    }
    return only;
  }

  bool IsInArticle(const HtmlNode& node) const {
    bool is_inside = false;
    for (const HtmlNode* above = &node; above != nullptr; above = above->parent) {
      if (from_.main.view.left_out.contains(above) && !TellsOfArticle(*above)) return false;
      const auto is_it = [&](const HtmlNode* one) { return one == above; };
      is_inside = is_inside || std::ranges::any_of(from_.main.parts, is_it) ||
                  (from_.facts.articles.size() == 1 && from_.facts.articles.front() == above);
    }
    return is_inside;
  }

  std::optional<Moment> Time(std::string_view field, std::initializer_list<std::string_view> stated) {
    for (const std::string_view text : stated) {
      if (text.empty()) continue;
      if (const auto moment = ParseOpenMoment(Line(text))) return moment;
      ignored_->push_back(std::string(field) + ": not a date: " + Quote(text));
    }
    return std::nullopt;
  }

  const DateSources& from_;
  std::vector<std::string>* ignored_;
};

}  // namespace

PageDates ReadPageDates(const DateSources& sources, std::vector<std::string>* ignored) {
  DateReader reader(sources, ignored);
  PageDates dates;
  dates.published = reader.Published();
  dates.updated = reader.Updated();
  return dates;
}

}  // namespace marsad::decode
