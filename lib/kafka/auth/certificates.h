// When the certificates that the properties name run out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/kafka/options.h"

namespace marsad::kafka {

struct CertificateExpiry {
  std::string property;  // "ssl.certificate.location" or "ssl.ca.location"
  int64_t expires = 0;   // seconds since the Unix epoch
};

// Reads the files. Of the client's own, the first certificate counts; of authorities the one that lasts longest, for an
// old one may stand beside its successor. What holds no certificate that can be read is left out: to refuse it is not the
// task of this.
std::vector<CertificateExpiry> CertificateExpiries(const Properties& properties);

}  // namespace marsad::kafka
