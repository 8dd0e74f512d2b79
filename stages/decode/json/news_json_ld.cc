#include "stages/decode/json/news_json_ld.h"

#include <simdjson.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "stages/decode/json/json_ld_mend.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;
using simdjson::dom::parser;

constexpr size_t kMaxDepth = 32;
constexpr size_t kMaxNames = 64;  // authors, subjects
constexpr size_t kMaxItems = 64;
constexpr size_t kMaxUpdates = 500;

// What stands under these names describes other articles than the one that has them.
constexpr std::string_view kListing[] = {"itemListElement", "liveBlogUpdate", "mentions",         "hasPart",
                                         "isPartOf",        "relatedLink",    "citation",         "isBasedOn",
                                         "blogPost",        "blogPosts",      "comment",          "review",
                                         "workExample",     "subjectOf",      "translationOfWork"};

std::string_view ClassName(std::string_view type) {
  const size_t name = type.find_last_of("/:#");
  return name == std::string_view::npos ? type : type.substr(name + 1);
}

int RankOf(std::string_view type) {
  if (type.ends_with("NewsArticle")) return 3;
  if (type == "LiveBlogPosting") return 2;
  constexpr std::string_view kOthers[] = {"Article",          "BlogPosting",       "Report", "AdvertiserContentArticle",
                                          "SatiricalArticle", "SocialMediaPosting"};
  return std::ranges::find(kOthers, type) != std::end(kOthers) ? 1 : 0;
}

bool IsOrganization(std::string_view type) {
  return type.ends_with("Organization") || type == "Corporation" || type == "Brand" || type == "WebSite";
}

// Each value of a field that has one, a list of them, or lists of them in a list. The parser ends nesting at kMaxDepth.
template <typename Take>
void ForEach(const element& value, const Take& take) {  // NOLINT(misc-no-recursion)
  array list;
  if (value.get(list)) return take(value);
  for (const element one : list) ForEach(one, take);
}

// Whether one of an object's classes fits.
template <typename Test>
auto OfClass(const object& item, Test test) {
  decltype(test(std::string_view())) best{};
  element type;
  if (item["@type"].get(type)) return best;
  ForEach(type, [&](const element& one) {
    std::string_view name;
    if (!one.get(name)) best = std::max(best, test(ClassName(name)));
  });
  return best;
}

bool SaysNo(const element& value) {
  bool flag;
  std::string_view text;
  if (!value.get(flag)) return !flag;
  return !value.get(text) && (ClassName(text) == "False" || text == "false");
}

class JsonLdReader {
 public:
  std::vector<NewsItem> Read(std::span<const JsonLdScript> scripts) {
    for (const JsonLdScript& script : scripts) Parse(script);
    std::vector<NewsItem> items;
    for (const Found& one : found_) items.push_back(Take(one));
    return items;
  }

 private:
  struct Found {
    object item;
    int rank;
    bool is_listed;
  };
  using Names = std::initializer_list<std::string_view>;

  void Parse(const JsonLdScript& script) {
    auto json = std::make_unique<parser>();
    if (json->allocate(std::max<size_t>(script.text.size(), 64), kMaxDepth)) return;
    element root;
    if (json->parse(script.text).get(root)) {
      // The tree refers to the parser alone.
      if (json->parse(MendJsonLd(script.text)).get(root)) return;
    }
    Look(root, script.is_beside);
    parsers_.push_back(std::move(json));
  }

  // All objects: the articles among them, and those that are referred to. The parser ends nesting at kMaxDepth.
  void Look(const element& value, bool is_listed) {  // NOLINT(misc-no-recursion)
    array list;
    object item;
    if (!value.get(list)) {
      for (const element one : list) Look(one, is_listed);
    }
    if (value.get(item)) return;
    const int rank = OfClass(item, RankOf);
    if (rank > 0 && found_.size() < kMaxItems) found_.push_back({item, rank, is_listed});
    std::string_view id;
    if (!item["@id"].get(id)) {
      const auto [known, is_new] = known_.emplace(id, item);
      if (!is_new && item.size() > known->second.size()) known->second = item;
    }
    for (const auto [name, part] : item) {
      Look(part, is_listed || rank > 0 || std::ranges::find(kListing, name) != std::end(kListing));
    }
  }

  // Texts, or what names the object: its names, or those of the object that it refers to.
  void AddTexts(const object& item, Names names, std::vector<std::string>* to) const {
    for (const std::string_view name : names) {
      element value;
      if (item[name].get(value)) continue;
      const size_t before = to->size();
      ForEach(value, [&](const element& one) {
        std::string_view text;
        if (!one.get(text)) Add(text, to);
      });
      if (to->size() > before) return;
    }
  }

  const object* Referred(const object& item) const {
    std::string_view id;
    if (item["@id"].get(id)) return nullptr;
    const auto found = known_.find(id);
    return found == known_.end() ? nullptr : &found->second;
  }

  void AddValue(const element& value, Names names, std::vector<std::string>* to) const {
    std::string_view text;
    object item;
    if (!value.get(text)) return Add(text, to);
    if (value.get(item)) return;
    const size_t before = to->size();
    AddTexts(item, names, to);
    if (to->size() > before) return;
    if (const object* referred = Referred(item)) AddTexts(*referred, names, to);
  }

  static void Add(std::string_view text, std::vector<std::string>* to) {
    if (!text.empty() && to->size() < kMaxNames) to->emplace_back(text);
  }

  void AddField(const object& item, std::string_view field, Names names, std::vector<std::string>* to) const {
    element value;
    if (item[field].get(value)) return;
    ForEach(value, [&](const element& one) { AddValue(one, names, to); });
  }

  std::string Field(const object& item, std::string_view field, Names names = {"@value", "name"}) const {
    std::vector<std::string> texts;
    AddField(item, field, names, &texts);
    return texts.empty() ? "" : std::move(texts.front());
  }

  bool IsOrganizationsName(const element& value) const {
    object item;
    if (value.get(item)) return false;
    const object* referred = Referred(item);
    return OfClass(item, IsOrganization) || (referred != nullptr && OfClass(*referred, IsOrganization));
  }

  void AddAuthors(const object& item, NewsItem* news) const {
    element value;
    for (const std::string_view field : {"author", "creator"}) {
      if (item[field].get(value)) continue;
      ForEach(value, [&](const element& one) {
        AddValue(one, {"name", "@value"}, IsOrganizationsName(one) ? &news->organizations : &news->authors);
      });
      if (!news->authors.empty()) return;
    }
  }

  void AddKeywords(const object& item, std::vector<std::string>* to) const {
    std::string_view keywords;
    if (item["keywords"].get(keywords)) return AddField(item, "keywords", {"name", "@value"}, to);
    for (size_t at = 0; at <= keywords.size();) {
      const size_t comma = std::min(keywords.find(',', at), keywords.size());
      Add(keywords.substr(at, comma - at), to);
      at = comma + 1;
    }
  }

  void AddUpdates(const object& item, NewsItem* news) const {
    element value;
    if (item["liveBlogUpdate"].get(value)) return;
    ForEach(value, [&](const element& one) {
      object post;
      if (one.get(post) || news->updates.size() >= kMaxUpdates) return;
      NewsItem::Update update{.headline = Field(post, "headline"), .body = Field(post, "articleBody")};
      if (update.body.empty()) update.body = Field(post, "text");
      if (!update.body.empty() || !update.headline.empty()) news->updates.push_back(std::move(update));
    });
  }

  void AddLocks(const object& item, NewsItem* news) const {
    element value;
    news->is_locked = !item["isAccessibleForFree"].get(value) && SaysNo(value);
    if (item["hasPart"].get(value)) return;
    ForEach(value, [&](const element& one) {
      object part;
      element is_free;
      if (one.get(part) || part["isAccessibleForFree"].get(is_free) || !SaysNo(is_free)) return;
      news->is_locked = true;
      AddField(part, "cssSelector", {"@value"}, &news->locked_parts);
    });
  }

  NewsItem Take(const Found& found) const {
    const object& item = found.item;
    NewsItem news;
    news.rank = found.rank;
    news.is_listed = found.is_listed;
    news.headline = Field(item, "headline");
    if (news.headline.empty()) news.headline = Field(item, "name");
    news.body = Field(item, "articleBody");
    AddField(item, "url", {"@id"}, &news.addresses);
    AddField(item, "mainEntityOfPage", {"@id", "url"}, &news.addresses);
    AddTexts(item, {"@id"}, &news.addresses);
    news.language = Field(item, "inLanguage", {"alternateName", "name"});
    news.published = Field(item, "datePublished");
    news.updated = Field(item, "dateModified");
    news.correction = Field(item, "correction", {"text", "url"});
    news.publisher_name = Field(item, "publisher", {"name"});
    element publisher;  // a text names it; it is no address
    if (!item["publisher"].get(publisher) && !publisher.is_string()) {
      news.publisher_url = Field(item, "publisher", {"url"});
    }
    AddAuthors(item, &news);
    AddField(item, "articleSection", {"name", "@value"}, &news.subjects);
    AddKeywords(item, &news.subjects);
    AddUpdates(item, &news);
    AddLocks(item, &news);
    return news;
  }

  std::vector<std::unique_ptr<parser>> parsers_;
  std::vector<Found> found_;
  std::unordered_map<std::string_view, object> known_;
};

}  // namespace

std::vector<NewsItem> ReadNewsJsonLd(std::span<const JsonLdScript> scripts) { return JsonLdReader().Read(scripts); }

}  // namespace marsad::decode
