# SPDX-License-Identifier: GPL-3.0-or-later
# Compiler settings shared by every target of the project, and the functions that declare them.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

add_library(noiseal_flags INTERFACE)
target_include_directories(noiseal_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(noiseal_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fno-math-errno)
target_compile_definitions(noiseal_flags INTERFACE QT_NO_KEYWORDS)
if(NOISEAL_SANITIZER)
  target_compile_options(noiseal_flags INTERFACE
    -fsanitize=${NOISEAL_SANITIZER} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(noiseal_flags INTERFACE -fsanitize=${NOISEAL_SANITIZER})
endif()

# noiseal_core(NAME SOURCES a.cpp ... LINKS target ...): one static library of core.
function(noiseal_core name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(noiseal_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(noiseal_${name} PUBLIC noiseal_flags ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
endfunction()

# noiseal_ui(NAME SOURCES a.cpp ... LINKS target ...): one static library of the window, target
# noiseal_ui_NAME. Headers with Q_OBJECT are found beside their .cpp files.
function(noiseal_ui name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_library(noiseal_ui_${name} STATIC ${ARG_SOURCES})
  set_target_properties(noiseal_ui_${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(noiseal_ui_${name} PUBLIC noiseal_flags Qt6::Widgets ${ARG_LINKS})
endfunction()

# noiseal_test(NAME SOURCES a.cpp ... LINKS target ... [LABELS slow] [TIMEOUT 300])
# One GoogleTest binary, each of its tests a CTest test of its own.
function(noiseal_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE noiseal_test_support ${ARG_LINKS} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(test_${name}
    TEST_PREFIX "${name}."
    DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# noiseal_ui_test(NAME SOURCES a.cpp ... LINKS target ... [LABELS slow] [TIMEOUT 300]
#                 [ENVIRONMENT name=value])   one; QT_QPA_PLATFORM=offscreen without it
# The same for tests of the window: one QApplication for the whole binary, without a screen.
function(noiseal_ui_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS;LABELS;ENVIRONMENT" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  if(NOT ARG_ENVIRONMENT)
    set(ARG_ENVIRONMENT "QT_QPA_PLATFORM=offscreen")  # support/main.cpp sets it, too
  endif()
  set(labels "")
  if(ARG_LABELS)
    set(labels LABELS "${ARG_LABELS}")  # an empty value would be lost on the way
  endif()
  add_executable(test_ui_${name} ${ARG_SOURCES})
  set_target_properties(test_ui_${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(test_ui_${name} PRIVATE noiseal_ui_test_support noiseal_test_support ${ARG_LINKS})
  gtest_discover_tests(test_ui_${name}
    TEST_PREFIX "ui."
    DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT ${ARG_TIMEOUT} ${labels}
      ENVIRONMENT "${ARG_ENVIRONMENT}")
endfunction()
