#include "lib/kafka/auth/certificates.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <optional>

namespace marsad::kafka {
namespace {

enum class Counts { kFirst, kLongest };

struct Kind {
  const char* property;
  Counts counts;
};

constexpr Kind kKinds[] = {{"ssl.certificate.location", Counts::kFirst}, {"ssl.ca.location", Counts::kLongest}};

struct Freeing {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};

std::optional<int64_t> ExpiryOf(const X509& certificate) {
  std::tm time{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &time) != 1) return std::nullopt;
  return timegm(&time);
}

std::optional<int64_t> ReadExpiry(const std::string& path, Counts counts) {
  const std::unique_ptr<BIO, Freeing> file(BIO_new_file(path.c_str(), "r"));
  if (!file) return std::nullopt;
  std::optional<int64_t> expiry;
  for (;;) {
    const std::unique_ptr<X509, Freeing> certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
    if (!certificate) break;
    expiry = std::max(expiry, ExpiryOf(*certificate));
    if (counts == Counts::kFirst) break;
  }
  ERR_clear_error();  // that the file has an end is none, and nobody else shall find it
  return expiry;
}

}  // namespace

std::vector<CertificateExpiry> CertificateExpiries(const Properties& properties) {
  std::vector<CertificateExpiry> expiries;
  for (const Kind& kind : kKinds) {
    const auto property = properties.find(kind.property);
    if (property == properties.end()) continue;
    if (const auto expiry = ReadExpiry(property->second, kind.counts)) expiries.push_back({kind.property, *expiry});
  }
  return expiries;
}

}  // namespace marsad::kafka
