#include "stages/decode/html/identity.h"

#include <algorithm>
#include <utility>

#include "stages/decode/article/words.h"

namespace marsad::decode {
namespace {

// An address in comparable parts; a relative one has no host.
struct Address {
  std::string host;
  std::string path;
  std::string query;
};

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

bool StripPrefix(std::string_view prefix, std::string_view* text) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

bool StripSuffix(std::string_view suffix, std::string_view* text) {
  if (!text->ends_with(suffix)) return false;
  text->remove_suffix(suffix.size());
  return true;
}

// Names of a query that say how a reader came, not what is read.
bool IsCampaign(std::string_view parameter) {
  for (const std::string_view name : {"utm_", "fbclid=", "gclid=", "ref=", "amp=", "amp", "outputtype=", "from="}) {
    if (parameter.starts_with(name)) return true;
  }
  return parameter.empty();
}

std::string QueryOf(std::string_view query) {
  std::string kept;
  while (!query.empty()) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(parameter.size() + 1, query.size()));
    if (!IsCampaign(parameter)) kept.append(kept.empty() ? "" : "&").append(parameter);
  }
  return kept;
}

Address Parse(std::string_view text) {
  const std::string lower = Lower(text.substr(0, text.find('#')));
  std::string_view rest = lower;
  Address address;
  if (StripPrefix("https://", &rest) || StripPrefix("http://", &rest) || StripPrefix("//", &rest)) {
    std::string_view host = rest.substr(0, rest.find_first_of("/?"));
    rest.remove_prefix(host.size());
    for (const std::string_view prefix : {"www.", "m.", "amp.", "mobile."}) StripPrefix(prefix, &host);
    address.host = host;
  }
  std::string_view path = rest.substr(0, rest.find('?'));
  rest.remove_prefix(path.size());
  if (!rest.empty()) address.query = QueryOf(rest.substr(1));
  StripPrefix("/amp/", &path);
  for (const std::string_view suffix : {"/", "/amp", ".amp", "/"}) StripSuffix(suffix, &path);
  StripPrefix("/", &path);
  StripSuffix(".amp.html", &path) || StripSuffix(".html", &path);
  address.path = path;
  return address;
}

bool SaysNothing(const Address& address) { return address.path.empty() && address.query.empty(); }

struct Judged {
  NewsItem* item;
  bool is_own = false;
  bool is_others = false;
  int points = 0;
};

// Whether it is the page's address (true) or another one (false); absent if nothing can be said.
std::optional<bool> ByAddress(const NewsItem& item, const PageSigns& signs) {
  std::optional<bool> all;
  for (const std::string& stated : item.addresses) {
    for (const std::string& own : signs.addresses) {
      const std::optional<bool> is_same = IsSamePage(stated, own);
      if (is_same && *is_same) return true;
      if (is_same) all = false;
    }
  }
  return all;
}

// The best that the titles say: kNone only if none leaves room for doubt.
Likeness ByTitle(const NewsItem& item, const PageSigns& signs) {
  Likeness best = signs.titles.empty() ? Likeness::kUnsure : Likeness::kNone;
  for (const std::string& title : signs.titles) {
    const Likeness likeness = CompareTitles(item.headline, title);
    if (likeness == Likeness::kSame) return likeness;
    if (likeness != Likeness::kNone) best = likeness;
  }
  return best;
}

Judged Judge(NewsItem* item, const PageSigns& signs) {
  const std::optional<bool> by_address = ByAddress(*item, signs);
  const Likeness by_title = ByTitle(*item, signs);
  const bool has_address = by_address.value_or(false);
  const bool has_title = by_title == Likeness::kSame;
  Judged judged{.item = item, .is_own = has_address || has_title};
  judged.is_others = !judged.is_own && (by_address.has_value() || item->is_listed || by_title == Likeness::kNone);
  judged.points = (has_address ? 400 : 0) + (has_title ? 200 : 0) + (item->is_listed ? 0 : 100) + item->rank;
  return judged;
}

void Fill(std::string* to, std::string& from) {
  if (to->empty()) *to = std::move(from);
}

template <typename T>
void Fill(std::vector<T>* to, std::vector<T>& from) {
  if (to->empty()) *to = std::move(from);
}

void FillFrom(NewsItem& from, NewsItem* to) {
  Fill(&to->headline, from.headline);
  Fill(&to->body, from.body);
  Fill(&to->addresses, from.addresses);
  Fill(&to->language, from.language);
  Fill(&to->published, from.published);
  Fill(&to->updated, from.updated);
  Fill(&to->correction, from.correction);
  if (to->publisher_name.empty()) Fill(&to->publisher_url, from.publisher_url);
  Fill(&to->publisher_name, from.publisher_name);
  Fill(&to->authors, from.authors);
  Fill(&to->organizations, from.organizations);
  Fill(&to->subjects, from.subjects);
  Fill(&to->updates, from.updates);
  Fill(&to->locked_parts, from.locked_parts);
  to->is_locked = to->is_locked || from.is_locked;
}

}  // namespace

std::optional<bool> IsSamePage(std::string_view a, std::string_view b) {
  const Address one = Parse(a);
  const Address other = Parse(b);
  if (SaysNothing(one) || SaysNothing(other)) return std::nullopt;
  if (!one.host.empty() && !other.host.empty() && one.host != other.host) return false;
  if (one.path != other.path) return false;
  return one.query == other.query || one.query.empty() || other.query.empty();
}

std::optional<NewsItem> OwnNews(std::vector<NewsItem> items, const PageSigns& signs) {
  std::vector<Judged> judged;
  judged.reserve(items.size());
  for (NewsItem& item : items) judged.push_back(Judge(&item, signs));
  std::erase_if(judged, [](const Judged& one) { return one.is_others; });
  if (judged.empty()) return std::nullopt;
  const auto best = std::ranges::max_element(judged, {}, &Judged::points);
  NewsItem own = std::move(*best->item);
  for (const Judged& one : judged) {
    if (&one != &*best && one.is_own && best->is_own) FillFrom(*one.item, &own);
  }
  return own;
}

}  // namespace marsad::decode
