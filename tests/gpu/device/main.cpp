#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "gpu_required.h"

int main(int argc, char** argv) {
    if (!droplet::test::gpu_found()) return droplet::test::skipped;
    return doctest::Context(argc, argv).run();
}
