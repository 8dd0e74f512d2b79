#include "lib/kafka/auth/certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace marsad::kafka {
namespace {

using testing::FieldsAre;
using testing::IsEmpty;

// Made by `openssl req -x509 -days`; the numbers are what `openssl x509 -enddate` says.
constexpr char kShort[] = R"(-----BEGIN CERTIFICATE-----
MIIBjTCCATOgAwIBAgIUBNXfdF2yD349Td4vOgMes2ZvAnEwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRbWFyc2FkLXRlc3QtZmlyc3QwHhcNMjYxMTI3MDUwODI0WhcN
MjcwMzA3MDUwODI0WjAcMRowGAYDVQQDDBFtYXJzYWQtdGVzdC1maXJzdDBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABD4XtfiGj19s1AKHw3jrHLnOa3+SXyyX1H7n
jxpaXLPGDYBStJZsl3AzUQEO9toqkOFrWefQDp+9owc5XVQi/KijUzBRMB0GA1Ud
DgQWBBTM8lhheT0N/gFvgH4bzFWVRvZLbDAfBgNVHSMEGDAWgBTM8lhheT0N/gFv
gH4bzFWVRvZLbDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIFjf
lSA5h1I7//KFWxEvmJlHal54YVXSH3A+sjYMc6wGAiEAh4UBzymi981zX7WalC6y
QFQf0jc66KLey/OT+rIySM0=
-----END CERTIFICATE-----
)";
constexpr int64_t kShortEnds = 1804396104;
constexpr char kLong[] = R"(-----BEGIN CERTIFICATE-----
MIIBkDCCATWgAwIBAgIUJeJw+2OeC9xg2YP13T6+tkjE/F4wCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSbWFyc2FkLXRlc3Qtc2Vjb25kMB4XDTI2MTEyNzA1MDgyNFoX
DTM3MTEwOTA1MDgyNFowHTEbMBkGA1UEAwwSbWFyc2FkLXRlc3Qtc2Vjb25kMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEADC4UTPVm73f+NvsHaf7W/Z7HS3sY97p
5auwSCt5F1WUMDf989CMngf9XiQPgpMr19pis11r6xBKgQPKfw7vbqNTMFEwHQYD
VR0OBBYEFFTOw63wCYzlK4yrIqWEoX9o1+bgMB8GA1UdIwQYMBaAFFTOw63wCYzl
K4yrIqWEoX9o1+bgMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
ALQ1U19vs28MqmNVyPjhYnwwgC+38mqXe049MAjR3d+0AiEAqWRmdNoSv3xGT+CP
phfG93X/BiHX/tCQyg5UH8qssVg=
-----END CERTIFICATE-----
)";
constexpr int64_t kLongEnds = 2141356104;

std::string Write(const std::string& name, const std::string& content) {
  std::string path = testing::TempDir() + name;
  std::ofstream(path) << content;
  return path;
}

TEST(CertificateExpiriesTest, OfAChainTheClientsOwn) {
  const std::string path = Write("chain.pem", std::string(kShort) + kLong);
  EXPECT_THAT(CertificateExpiries({{"ssl.certificate.location", path}}),
              testing::ElementsAre(FieldsAre("ssl.certificate.location", kShortEnds)));
}

TEST(CertificateExpiriesTest, OfAuthoritiesTheOneThatLastsLongest) {
  const std::string path = Write("authorities.pem", std::string(kShort) + kLong);
  EXPECT_THAT(CertificateExpiries({{"ssl.ca.location", path}}),
              testing::ElementsAre(FieldsAre("ssl.ca.location", kLongEnds)));
}

TEST(CertificateExpiriesTest, WhatIsNoCertificateIsLeftOut) {
  EXPECT_THAT(CertificateExpiries({{"bootstrap.servers", "localhost:1"}}), IsEmpty());
  EXPECT_THAT(CertificateExpiries({{"ssl.ca.location", "/nowhere"}}), IsEmpty());
  EXPECT_THAT(CertificateExpiries({{"ssl.ca.location", Write("broken.pem", "no certificate")}}), IsEmpty());
  EXPECT_THAT(CertificateExpiries({{"ssl.ca.location", testing::TempDir()}}), IsEmpty());
}

}  // namespace
}  // namespace marsad::kafka
