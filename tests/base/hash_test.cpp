// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

// FIPS 180-2, appendix B.
TEST(Sha256, EqualsTheStandardsExamples) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, OfAFileEqualsThatOfItsBytesAcrossThePiecesItIsReadIn) {
  const test::TemporaryFolder folder;
  const std::string bytes((std::size_t{1} << 20) + 17, 'x');
  std::ofstream(folder / "file", std::ios::binary) << bytes;
  EXPECT_EQ(sha256_file(folder / "file"), sha256_hex(bytes));
  EXPECT_THROW(sha256_file(folder / "missing"), Error);
}

// Test vectors of the FNV specification (draft-eastlake-fnv).
TEST(Fnv1a, EqualsThePublishedVectors) {
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325ULL);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cULL);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8ULL);
}

}  // namespace
}  // namespace noiseal
