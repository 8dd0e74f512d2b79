// Prints what ICU itself knows by name, as tab-separated lines: id, language, name, country, kind. Input of build_places.py.
//   marsad-icu-names ar en ru ... > icu.tsv
#include <unicode/locdspnm.h>
#include <unicode/region.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>
#include <unicode/unistr.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace {

std::string Utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

struct Row {
  std::string id;
  const char* language;
  std::string name;
  std::string country;
  const char* kind;
};

void Print(const Row& row) {
  std::printf("%s\t%s\t%s\t%s\t%s\n", row.id.c_str(), row.language, row.name.c_str(), row.country.c_str(), row.kind);
}

// Countries and territories by ISO 3166-1, groupings by UN M49, in full and in short form.
void PrintRegions(const char* language) {
  for (UDisplayContext length : {UDISPCTX_LENGTH_FULL, UDISPCTX_LENGTH_SHORT}) {
    UDisplayContext contexts[] = {length, UDISPCTX_NO_SUBSTITUTE};
    std::unique_ptr<icu::LocaleDisplayNames> names(
        icu::LocaleDisplayNames::createInstance(icu::Locale(language), contexts, 2));
    for (URegionType type : {URGN_TERRITORY, URGN_CONTINENT, URGN_SUBCONTINENT, URGN_GROUPING}) {
      UErrorCode status = U_ZERO_ERROR;
      std::unique_ptr<icu::StringEnumeration> codes(icu::Region::getAvailable(type, status));
      for (const char* code; U_SUCCESS(status) && (code = codes->next(nullptr, status)) != nullptr;) {
        icu::UnicodeString name;
        names->regionDisplayName(code, name);
        if (name.isBogus() || name.isEmpty()) continue;
        const bool iso = type == URGN_TERRITORY;
        if (!iso && std::string(code).find_first_not_of("0123456789") != std::string::npos) continue;
        Print({(iso ? "iso3166-1:" : "un-m49:") + std::string(code), language, Utf8(name), iso ? code : "",
               length == UDISPCTX_LENGTH_FULL ? "region" : "region-short"});
      }
    }
  }
}

// Cities that stand for a time zone.
void PrintCities(const char* language) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::TimeZoneNames> names(icu::TimeZoneNames::createInstance(icu::Locale(language), status));
  std::unique_ptr<icu::StringEnumeration> zones(
      icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, status));
  for (const icu::UnicodeString* zone; U_SUCCESS(status) && (zone = zones->snext(status)) != nullptr;) {
    icu::UnicodeString name;
    names->getExemplarLocationName(*zone, name);
    char country[8] = {};
    UErrorCode region_status = U_ZERO_ERROR;
    icu::TimeZone::getRegion(*zone, country, sizeof country, region_status);
    if (!name.isEmpty()) Print({"tz-city:" + Utf8(*zone), language, Utf8(name), country, "city"});
  }
}

// Currencies in use, with their plural forms.
void PrintCurrencies(const char* language) {
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration* codes = ucurr_openISOCurrencies(UCURR_COMMON | UCURR_NON_DEPRECATED, &status);
  for (const UChar* code; U_SUCCESS(status) && (code = uenum_unext(codes, nullptr, &status)) != nullptr;) {
    const std::string id = "iso4217:" + Utf8(icu::UnicodeString(code));
    int32_t length = 0;
    UErrorCode name_status = U_ZERO_ERROR;
    const UChar* name = ucurr_getName(code, language, UCURR_LONG_NAME, nullptr, &length, &name_status);
    if (U_SUCCESS(name_status)) Print({id, language, Utf8(icu::UnicodeString(name, length)), "", "currency"});
    for (const char* form : {"one", "two", "few", "many", "other"}) {
      name = ucurr_getPluralName(code, language, nullptr, form, &length, &name_status);
      if (U_SUCCESS(name_status)) Print({id, language, Utf8(icu::UnicodeString(name, length)), "", "currency-plural"});
    }
  }
  uenum_close(codes);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s LANGUAGE...\n", argv[0]);
    return 2;
  }
  for (int i = 1; i < argc; ++i) {
    PrintRegions(argv[i]);
    PrintCities(argv[i]);
    PrintCurrencies(argv[i]);
  }
  return 0;
}
