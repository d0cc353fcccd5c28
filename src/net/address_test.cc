#include "net/address.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "base/file.h"
#include "net/url.h"

namespace net {
namespace {

TEST(IpAddress, IsPublicOrNot) {
  struct Case {
    const char* address;
    bool is_public;
  };
  for (const Case& c : {
           Case{"1.1.1.1", true},
           {"93.184.216.34", true},
           {"9.255.255.255", true},
           {"11.0.0.0", true},
           {"100.63.255.255", true},
           {"100.128.0.0", true},
           {"172.15.255.255", true},
           {"172.32.0.0", true},
           {"192.0.1.0", true},
           {"198.20.0.0", true},
           {"223.255.255.255", true},
           {"0.0.0.0", false},
           {"0.1.2.3", false},
           {"10.0.0.5", false},
           {"100.64.0.1", false},
           {"100.100.100.200", false},
           {"100.127.255.255", false},
           {"127.0.0.1", false},
           {"127.255.255.254", false},
           {"168.63.129.16", false},
           {"169.254.169.254", false},
           {"172.16.0.1", false},
           {"172.31.255.255", false},
           {"192.0.0.192", false},
           {"192.0.2.1", false},
           {"192.88.99.1", false},
           {"192.168.1.1", false},
           {"198.18.0.1", false},
           {"198.19.255.255", false},
           {"198.51.100.1", false},
           {"203.0.113.1", false},
           {"224.0.0.1", false},
           {"239.255.255.255", false},
           {"240.0.0.1", false},
           {"255.255.255.255", false},
           {"2606:4700:4700::1111", true},
           {"2a00:1450:4001:800::200e", true},
           {"64:ff9b::1.1.1.1", true},
           {"::ffff:1.1.1.1", true},
           {"::", false},
           {"::1", false},
           {"::1.1.1.1", false},
           {"::ffff:127.0.0.1", false},
           {"::ffff:169.254.169.254", false},
           {"::ffff:0:1.1.1.1", false},
           {"64:ff9b::10.0.0.1", false},
           {"64:ff9b::7f00:1", false},
           {"64:ff9b:1::1.1.1.1", false},
           {"100::1", false},
           {"2001::1", false},
           {"2001:10::1", false},
           {"2001:20::1", false},
           {"2001:db8::1", false},
           {"2002:a00:1::", false},
           {"2002:101:101::", false},
           {"3fff::1", false},
           {"5f00::1", false},
           {"fc00::1", false},
           {"fd00:ec2::254", false},
           {"fe80::1", false},
           {"fec0::1", false},
           {"ff02::1", false},
       }) {
    const auto address = IpAddress::Parse(c.address);
    ASSERT_TRUE(address.has_value()) << c.address;
    EXPECT_EQ(address->IsPublic(), c.is_public) << c.address;
  }
}

TEST(IpAddress, IsReadAndWritten) {
  struct Case {
    const char* text;
    const char* written;  // null: no address
  };
  for (const Case& c : {Case{"1.2.3.4", "1.2.3.4"},
                        {"::FFFF:1.2.3.4", "1.2.3.4"},
                        {"[2001:DB8::1]", "2001:db8::1"},
                        {"1.2.3", nullptr},
                        {"0x7f.0.0.1", nullptr},
                        {"example.org", nullptr},
                        {"", nullptr}}) {
    const auto address = IpAddress::Parse(c.text);
    EXPECT_EQ(address ? address->ToString() : "none", c.written ? c.written : "none") << c.text;
  }
}

TEST(AllowList, AllowsWhatItNames) {
  const auto list =
      AllowList::Parse("10.0.0.5:8080, [::1]:80\n*.localhost:8090,Models.LAN:11434,0x7f.1:99")
          .value();
  struct Case {
    const char* url;
    bool allowed;
  };
  for (const Case& c : {Case{"http://10.0.0.5:8080/x", true},
                        {"http://167772165:8080/x", true},  // the same address, another spelling
                        {"http://10.0.0.5/", false},
                        {"http://10.0.0.6:8080/", false},
                        {"http://[::1]/", true},
                        {"https://[::1]/", false},
                        {"http://daily.localhost:8090/", true},
                        {"http://a.b.localhost:8090/", true},
                        {"http://localhost:8090/", false},
                        {"http://evillocalhost:8090/", false},
                        {"http://daily.localhost:8091/", false},
                        {"http://models.lan:11434/v1", true},
                        {"http://127.0.0.1:99/", true},
                        {"http://example.org/", false}}) {
    const auto url = Url::Parse(c.url).value();
    EXPECT_EQ(list.Allows(url.host(), url.effective_port()), c.allowed) << c.url;
  }
  EXPECT_FALSE(AllowList().Allows("localhost", 80));
}

TEST(AllowList, RefusesWhatItCannotRead) {
  for (const char* text : {"localhost", ":80", "a:0", "a:65536", "a:x", "[::1]", "*.10.0.0.1:80",
                           "a b:1", "http://a:80", "a:80,,b"}) {
    const auto list = AllowList::Parse(text);
    EXPECT_FALSE(list.has_value()) << text;
  }
  EXPECT_TRUE(AllowList::Parse(" , ").has_value());
}

// Every address written out in the list of cloud metadata services must be refused.
TEST(IpAddress, CloudMetadataIsNotPublic) {
  const auto path = std::filesystem::path(OCTAVO_SHARED_DIR) / "data/hostile/cloud-metadata.txt";
  const auto text = base::ReadFile(path);
  if (!text) GTEST_SKIP() << "no test data at " << path;
  std::istringstream lines(*text);
  int addresses = 0;
  for (std::string line; std::getline(lines, line);) {
    const size_t start = line.find("http");
    if (line.starts_with('#') || start == std::string::npos) continue;
    const auto url = Url::Parse(line.substr(start, line.find(' ', start) - start));
    if (!url) continue;
    const auto address = IpAddress::Parse(url->host());
    if (!address) continue;  // a name: what it resolves to is asked when it is connected to
    ++addresses;
    EXPECT_FALSE(address->IsPublic()) << line;
  }
  EXPECT_GT(addresses, 10);
}

}  // namespace
}  // namespace net
