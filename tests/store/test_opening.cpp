// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>

#include "core/base/error.h"
#include "core/store/file_system.h"
#include "core/store/project_builder.h"
#include "core/store/schema.h"
#include "core/store/writer_lock.h"
#include "tests/store/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using test::make_small_project;
using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const std::filesystem::path& file, OpenMode mode = OpenMode::write) {
  try {
    Project::open(file, mode);
  } catch (const Error& error) {
    return error.what();
  }
  return "it opened";
}

TEST(Opening, SaysWhenThereIsNoSuchProject) {
  const test::TemporaryFolder folder;
  EXPECT_THAT(refusal(folder / "p.noiseal"), HasSubstr("There is no project"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Opening, RefusesAFolder) {
  const test::TemporaryFolder folder;
  EXPECT_THAT(refusal(folder.path()), HasSubstr("is a folder, not a project"));
}

TEST(Opening, RefusesFilesThatAreNotProjects) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "empty.noiseal").flush();
  std::ofstream(folder / "text.noiseal") << "id,text,label\n" << std::string(5000, 'x');
  std::ofstream(folder / "short.noiseal") << "x";
  {
    SQLite::Database other((folder / "other.noiseal").string(),
                           SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE t(x)");
  }
  for (const char* name : {"empty.noiseal", "text.noiseal", "short.noiseal", "other.noiseal"}) {
    const auto size = std::filesystem::file_size(folder / name);
    EXPECT_THAT(refusal(folder / name), HasSubstr("is not a NoiseAL project")) << name;
    EXPECT_THAT(refusal(folder / name, OpenMode::read), HasSubstr("is not a NoiseAL project"));
    EXPECT_EQ(std::filesystem::file_size(folder / name), size) << name;
    EXPECT_FALSE(std::filesystem::exists(WriterLock::lock_file(folder / name)));
  }
}

TEST(Opening, RefusesAProjectOfANewerProgram) {
  const test::TemporaryFolder folder;
  make_small_project(folder / "p.noiseal");
  SQLite::Database((folder / "p.noiseal").string(), SQLite::OPEN_READWRITE)
      .exec("PRAGMA user_version = 99");
  EXPECT_THAT(refusal(folder / "p.noiseal"),
              AllOf(HasSubstr("newer version of this program"), HasSubstr("99")));
}

TEST(Opening, FindsADamagedFile) {
  const test::TemporaryFolder folder;
  make_small_project(folder / "p.noiseal", 2000);
  {
    std::fstream file(folder / "p.noiseal", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(8192 * 2);
    file << std::string(8192 * 30, '\xAB');
  }
  try {
    const Project project = Project::open(folder / "p.noiseal", OpenMode::read);
    const bool found = !project.integrity_problem().empty();
    EXPECT_TRUE(found);
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("is damaged"));
  }
}

TEST(Opening, IsSoundAndOneFileAfterwards) {
  const test::TemporaryFolder folder;
  make_small_project(folder / "p.noiseal");
  {
    const Project project = Project::open(folder / "p.noiseal", OpenMode::write);
    project.settings().set("a", "b");
    EXPECT_EQ(project.integrity_problem(), "");
    EXPECT_TRUE(project.writable());
    EXPECT_FALSE(project.on_network());
  }
  int files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++files;
  }
  EXPECT_EQ(files, 1);
}

TEST(Opening, WritesAfterAReaderLikeAnyOtherTime) {
  const test::TemporaryFolder folder;
  make_small_project(folder / "p.noiseal");
  const Project reader = Project::open(folder / "p.noiseal", OpenMode::read);
  const Project writer = Project::open(folder / "p.noiseal", OpenMode::write);
  writer.settings().set("seen", "yes");
  EXPECT_EQ(reader.settings().get("seen"), "yes");
}

TEST(Opening, AReaderSeesTheStateBeforeAnOpenTransaction) {
  const test::TemporaryFolder folder;
  const Project writer = make_small_project(folder / "p.noiseal");
  const Project reader = Project::open(folder / "p.noiseal", OpenMode::read);
  writer.in_transaction([&] {
    writer.settings().set("k", "v");
    EXPECT_EQ(reader.settings().get("k"), std::nullopt);
  });
  EXPECT_EQ(reader.settings().get("k"), "v");
}

TEST(Opening, AReaderCannotWrite) {
  const test::TemporaryFolder folder;
  make_small_project(folder / "p.noiseal");
  const Project reader = Project::open(folder / "p.noiseal", OpenMode::read);
  EXPECT_FALSE(reader.writable());
  try {
    reader.settings().set("k", "v");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("read-only"));
  }
}

/// Runs a check as a user who is not root (root may write everything); true when it held.
bool holds_for_an_ordinary_user(const std::function<bool()>& check) {
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65'534;
    if (geteuid() == 0 && setuid(kNobody) != 0) {
      _exit(2);
    }
    _exit(check() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(Opening, ReadsFromAFolderThatCannotBeWritten) {
  const test::TemporaryFolder folder;
  chmod(folder.path().c_str(), 0755);
  std::filesystem::create_directory(folder / "locked");
  make_small_project(folder / "locked/p #1?.noiseal");
  ASSERT_EQ(chmod((folder / "locked").c_str(), 0555), 0);
  const std::filesystem::path file = folder / "locked/p #1?.noiseal";
  EXPECT_TRUE(holds_for_an_ordinary_user(
      [&] { return Project::open(file, OpenMode::read).rows().count(Split::train) == 4; }));
  chmod(file.c_str(), 0666);
  EXPECT_TRUE(holds_for_an_ordinary_user(
      [&] { return refusal(file).find("not writable") != std::string::npos; }));
  chmod((folder / "locked").c_str(), 0755);
}

TEST(Opening, SaysWhenTheFileIsReadOnlyOrNotReadable) {
  const test::TemporaryFolder folder;
  chmod(folder.path().c_str(), 0777);
  make_small_project(folder / "p.noiseal");
  chmod((folder / "p.noiseal").c_str(), 0444);
  EXPECT_TRUE(holds_for_an_ordinary_user(
      [&] { return refusal(folder / "p.noiseal").find("is read-only") != std::string::npos; }));
  chmod((folder / "p.noiseal").c_str(), 0000);
  EXPECT_TRUE(holds_for_an_ordinary_user(
      [&] { return refusal(folder / "p.noiseal").find("can't be read") != std::string::npos; }));
}

TEST(WriterLock, NamesTheHolder) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  EXPECT_THAT(refusal(folder / "p.noiseal"),
              AllOf(HasSubstr("is open for writing in process " + std::to_string(getpid())),
                    HasSubstr("close it there")));
  EXPECT_EQ(refusal(folder / "p.noiseal", OpenMode::read), "it opened");
}

TEST(WriterLock, HoldsUnderAnotherNameOfTheSameFile) {
  const test::TemporaryFolder folder;
  const Project project = make_small_project(folder / "p.noiseal");
  std::filesystem::create_symlink(folder / "p.noiseal", folder / "link.noiseal");
  EXPECT_THAT(refusal(folder / "link.noiseal"), HasSubstr("is open for writing"));
}

TEST(WriterLock, EndsWithAProcessThatIsKilled) {
  const test::TemporaryFolder folder;
  make_small_project(folder / "p.noiseal");
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const Project project = Project::open(folder / "p.noiseal", OpenMode::write);
    const bool told = write(ready[1], "x", 1) == 1;
    sleep(told ? 60 : 0);
    _exit(1);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  EXPECT_THAT(refusal(folder / "p.noiseal"), HasSubstr(std::to_string(child)));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_EQ(refusal(folder / "p.noiseal"), "it opened");
  close(ready[0]);
  close(ready[1]);
}

TEST(NetworkFileSystems, AreKnownByTheirNumbers) {
  EXPECT_TRUE(is_network_file_system(0x6969));
  EXPECT_TRUE(is_network_file_system(0xFF534D42));
  EXPECT_TRUE(is_network_file_system(0x01021997));
  EXPECT_FALSE(is_network_file_system(0xEF53));      // ext4
  EXPECT_FALSE(is_network_file_system(0x9123683E));  // btrfs
  EXPECT_FALSE(is_network_file_system(0x58465342));  // xfs
}

}  // namespace
}  // namespace noiseal
