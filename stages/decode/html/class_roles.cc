#include "stages/decode/html/class_roles.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>

#include "stages/decode/html/rules.h"

namespace marsad::decode {
namespace {

struct ClassToken {
  std::string_view token;
  ClassRole role;
};

// Sorted by token.
constexpr ClassToken kClassTokens[] = {
    {"article-author", kLine},
    {"article-byline", kLine},
    {"article-date", kPublished},
    {"article-headline", kTitle},
    {"article-title", kTitle},
    {"article__author", kLine},
    {"article__byline", kLine},
    {"article__date", kPublished},
    {"article__headline", kTitle},
    {"article__title", kTitle},
    {"article_date", kPublished},
    {"article_title", kTitle},
    {"auteur", kLine},
    {"author", kLine},
    {"author-line", kLine},
    {"author-name", kName},
    {"author__name", kName},
    {"author_name", kName},
    {"authorname", kName},
    {"baslik", kTitle},
    {"brand", kLogo},
    {"byline", kLine},
    {"byline-name", kName},
    {"byline__name", kName},
    {"c-byline", kLine},
    {"content-title", kTitle},
    {"created", kPublished},
    {"created-date", kPublished},
    {"data-publicacao", kPublished},
    {"date", kPublished},
    {"date-modified", kUpdated},
    {"date-published", kPublished},
    {"date-time", kPublished},
    {"datetime", kPublished},
    {"detail-headline", kTitle},
    {"detail-title", kTitle},
    {"detail_title", kTitle},
    {"dt-published", kPublished},
    {"dt-updated", kUpdated},
    {"dtpublished", kPublished},
    {"entry-author", kLine},
    {"entry-content", kText},
    {"entry-date", kPublished},
    {"entry-headline", kTitle},
    {"entry-title", kTitle},
    {"fecha", kPublished},
    {"fn", kName},
    {"haber-basligi", kTitle},
    {"haber-baslik", kTitle},
    {"haber-tarih", kPublished},
    {"haber_baslik", kTitle},
    {"haber_tarih", kPublished},
    {"haberbaslik", kTitle},
    {"habertarih", kPublished},
    {"headline", kTitle},
    {"headline-title", kTitle},
    {"info-date", kPublished},
    {"logo", kLogo},
    {"main-headline", kTitle},
    {"modified", kUpdated},
    {"navbar-brand", kLogo},
    {"news-author", kLine},
    {"news-date", kPublished},
    {"news-heading", kTitle},
    {"news-headline", kTitle},
    {"news-title", kTitle},
    {"news__author", kLine},
    {"news__date", kPublished},
    {"news__title", kTitle},
    {"news_date", kPublished},
    {"news_headline", kTitle},
    {"news_title", kTitle},
    {"newsdate", kPublished},
    {"newsheadline", kTitle},
    {"newstitle", kTitle},
    {"onvan", kTitle},
    {"p-author", kName},
    {"page-title", kTitle},
    {"post-author", kLine},
    {"post-body", kText},
    {"post-byline", kLine},
    {"post-content", kText},
    {"post-date", kPublished},
    {"post-headline", kTitle},
    {"post-title", kTitle},
    {"post__author", kLine},
    {"post__date", kPublished},
    {"post__title", kTitle},
    {"post_date", kPublished},
    {"post_title", kTitle},
    {"pubdate", kPublished},
    {"publication-date", kPublished},
    {"publish-date", kPublished},
    {"publish-time", kPublished},
    {"publishdate", kPublished},
    {"published", kPublished},
    {"published-at", kPublished},
    {"redattore", kLine},
    {"single-title", kTitle},
    {"site-logo", kLogo},
    {"site-name", kLogo},
    {"site-title", kLogo},
    {"sitename", kLogo},
    {"story-byline", kLine},
    {"story-date", kPublished},
    {"story-headline", kTitle},
    {"story-title", kTitle},
    {"story__author", kLine},
    {"story__date", kPublished},
    {"story__title", kTitle},
    {"tarih", kPublished},
    {"title", kTitle},
    {"title-news", kTitle},
    {"titlenews", kTitle},
    {"titr", kTitle},
    {"titre", kTitle},
    {"titre-article", kTitle},
    {"titulo", kTitle},
    {"updated", kUpdated},
    {"writer", kLine},
    {"writer-name", kLine},
    {"yazar", kLine},
    {"yazi-baslik", kTitle},
    {"zagolovok", kTitle},
    {"zaman", kPublished},
};

// For each first byte the lengths of the tokens that begin with it, as bits: most tokens of a page fit none.
constexpr std::array<uint32_t, 256> MakeLengths() {
  std::array<uint32_t, 256> lengths{};
  for (const ClassToken& known : kClassTokens) {
    lengths[static_cast<unsigned char>(known.token[0])] |= uint32_t{1} << known.token.size();
  }
  return lengths;
}
constexpr std::array<uint32_t, 256> kLengths = MakeLengths();

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// In whatever case: ASP.NET has newsTitle.
unsigned RoleOf(std::string_view token) {
  if (token.size() >= 32) return 0;
  const char first = IsUpper(token[0]) ? static_cast<char>(token[0] + ('a' - 'A')) : token[0];
  if ((kLengths[static_cast<unsigned char>(first)] >> token.size() & 1) == 0) return 0;  // most
  std::string lower;
  if (std::ranges::any_of(token, IsUpper)) {
    lower = token;
    for (char& c : lower) c = IsUpper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
    token = lower;
  }
  const auto* found = std::ranges::lower_bound(kClassTokens, token, {}, &ClassToken::token);
  return found != std::end(kClassTokens) && found->token == token ? unsigned{found->role} : 0U;
}

}  // namespace

unsigned RolesOfControl(std::string_view id) {
  constexpr std::string_view kPrefixes[] = {"lbl", "lit", "ltr", "txt", "span"};
  const std::string_view name = id.substr(id.rfind('_') + 1);
  if (name.empty() || (name[0] != 'l' && name[0] != 't' && name[0] != 's')) return 0;
  for (const std::string_view prefix : kPrefixes) {
    if (!name.starts_with(prefix) || name.size() == prefix.size()) continue;
    return RoleOf(name.substr(prefix.size())) & (kTitle | kPublished);
  }
  return 0;
}

unsigned RolesOf(std::string_view classes) {
  unsigned roles = 0;
  for (size_t at = 0; at < classes.size();) {
    while (at < classes.size() && IsHtmlBlank(classes[at])) ++at;
    const size_t begin = at;
    while (at < classes.size() && !IsHtmlBlank(classes[at])) ++at;
    if (at > begin) roles |= RoleOf(classes.substr(begin, at - begin));
  }
  return roles;
}

}  // namespace marsad::decode
