#include "stages/decode/json/news_json_ld.h"

#include <simdjson.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <utility>

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr size_t kMaxDepth = 32;
constexpr size_t kMaxNames = 64;  // authors, subjects

// How telling a class is: NewsArticle and what is below it, live coverage, any article; 0: none of these.
int RankOf(std::string_view type) {
  if (const size_t name = type.find_last_of("/:#"); name != std::string_view::npos) type.remove_prefix(name + 1);
  if (type.ends_with("NewsArticle")) return 3;
  if (type == "LiveBlogPosting") return 2;
  constexpr std::string_view kOthers[] = {"Article",          "BlogPosting",       "Report", "AdvertiserContentArticle",
                                          "SatiricalArticle", "SocialMediaPosting"};
  return std::ranges::find(kOthers, type) != std::end(kOthers) ? 1 : 0;
}

int RankOf(const object& item) {
  element type;
  if (item["@type"].get(type)) return 0;
  std::string_view name;
  if (!type.get(name)) return RankOf(name);
  int rank = 0;
  array names;
  if (type.get(names)) return 0;
  for (const element one : names) {
    if (!one.get(name)) rank = std::max(rank, RankOf(name));
  }
  return rank;
}

class Reader {
 public:
  std::optional<NewsItem> Read(const element& root) {
    Look(root);
    if (best_rank_ == 0) return std::nullopt;
    return Take();
  }

 private:
  // All objects: the article among them, and those that are referred to. The parser ends nesting at kMaxDepth.
  void Look(const element& value) {  // NOLINT(misc-no-recursion)
    array list;
    object item;
    if (!value.get(list)) {
      for (const element one : list) Look(one);
    }
    if (value.get(item)) return;
    if (const int rank = RankOf(item); rank > best_rank_) {
      best_rank_ = rank;
      best_ = item;
    }
    std::string_view id;
    if (!item["@id"].get(id) && item.size() > 1) known_.emplace(id, item);
    for (const auto [name, part] : item) Look(part);
  }

  // A text, or what names the object: its name, text or id, or that of the object it refers to.
  std::string TextOf(const element& value, std::initializer_list<std::string_view> names) const {
    std::string_view text;
    if (!value.get(text)) return std::string(text);
    object item;
    if (value.get(item)) {
      array list;  // one of several: the first
      return !value.get(list) && list.size() > 0 && list.at(0).is_string() ? TextOf(list.at(0), names) : "";
    }
    std::string_view id;
    if (item.size() == 1 && !item["@id"].get(id)) {
      const auto found = known_.find(id);
      if (found != known_.end()) item = found->second;
    }
    for (const std::string_view name : names) {
      if (!item[name].get(text) && !text.empty()) return std::string(text);
    }
    return "";
  }

  std::string Field(std::string_view name, std::initializer_list<std::string_view> names = {"@value", "name"}) const {
    element value;
    return best_[name].get(value) ? "" : TextOf(value, names);
  }

  void AddNames(std::string_view field, std::vector<std::string>* to) const {
    element value;
    if (best_[field].get(value)) return;
    array list;
    if (value.get(list)) {
      Add(TextOf(value, {"name", "@value"}), to);
      return;
    }
    for (const element one : list) Add(TextOf(one, {"name", "@value"}), to);
  }

  static void Add(std::string name, std::vector<std::string>* to) {
    if (!name.empty() && to->size() < kMaxNames) to->push_back(std::move(name));
  }

  void AddKeywords(std::vector<std::string>* to) const {
    std::string_view keywords;
    if (best_["keywords"].get(keywords)) {
      AddNames("keywords", to);
      return;
    }
    for (size_t at = 0; at <= keywords.size();) {
      const size_t comma = std::min(keywords.find(',', at), keywords.size());
      Add(std::string(keywords.substr(at, comma - at)), to);
      at = comma + 1;
    }
  }

  NewsItem Take() const {
    NewsItem news{.headline = Field("headline"),
                  .body = Field("articleBody"),
                  .url = Field("url", {"@id"}),
                  .language = Field("inLanguage", {"alternateName", "name"}),
                  .published = Field("datePublished"),
                  .updated = Field("dateModified"),
                  .correction = Field("correction", {"text", "url"}),
                  .publisher_name = Field("publisher", {"name"}),
                  .publisher_url = Field("publisher", {"url"}),
                  .authors = {},
                  .subjects = {}};
    if (news.url.empty()) news.url = Field("mainEntityOfPage", {"@id", "url"});
    if (news.headline.empty()) news.headline = Field("name");
    element publisher;  // a text names it; it is no address
    if (!best_["publisher"].get(publisher) && publisher.is_string()) news.publisher_url.clear();
    AddNames("author", &news.authors);
    AddNames("articleSection", &news.subjects);
    AddKeywords(&news.subjects);
    return news;
  }

  int best_rank_ = 0;
  object best_;
  std::unordered_map<std::string_view, object> known_;
};

}  // namespace

std::optional<NewsItem> ReadNewsJsonLd(std::string_view json) {
  simdjson::dom::parser parser;
  if (parser.allocate(std::max<size_t>(json.size(), 64), kMaxDepth)) return std::nullopt;
  element root;
  if (!parser.parse(json.data(), json.size()).get(root)) return Reader().Read(root);
  std::string mended(json);
  for (char& c : mended) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  if (parser.parse(mended).get(root)) return std::nullopt;
  return Reader().Read(root);
}

}  // namespace marsad::decode
