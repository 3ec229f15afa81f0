ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS build
ARG NUMBA=
WORKDIR /build
COPY requirements.txt ./
# Where packages come from is the business of who builds: `make image` lends pip's settings, and nothing of them stays.
RUN --mount=type=secret,id=pip,target=/run/secrets/pip.conf --mount=type=secret,id=ca,target=/run/secrets/ca.pem \
    if [ -z "$NUMBA" ]; then sed -i '/^numba==/d' requirements.txt; fi \
 && python3 -m venv /venv \
 && PIP_CONFIG_FILE=/run/secrets/pip.conf \
    /venv/bin/pip install --quiet --no-cache-dir --no-compile --disable-pip-version-check -r requirements.txt
# What no request comes to: tests, sources and headers of C, C++ and Cython, and Arrow's ways to other machines and ORC.
RUN cd /venv/lib/python3*/site-packages \
 && rm -rf pip pip-*.dist-info numpy/f2py numba/cuda/tests pyarrow/include pyarrow/src \
 && find . -type d -name tests -prune -exec rm -rf {} + \
 && find . -type f \( -name '*.pxd' -o -name '*.pyx' -o -name '*.pxi' -o -name '*.pyi' -o -name '*.[ch]' -o -name '*.hpp' \
    -o -name '*.a' \) -delete \
 && cd pyarrow \
 && rm -f libarrow_flight.* libarrow_python_flight.* libarrow_s3.* _flight.* _s3fs.* _gcsfs.* _azurefs.* _hdfs.* _orc.* \
    _dataset_orc.* _substrait.* _pyarrow_cpp_tests.* libarrow_python.so libarrow_python.so.*.*
COPY gunicorn.conf.py /app/
COPY data /app/data
COPY components /app/components
COPY app /app/app
# Bytecode that is believed without a look at its source: layers round times, and each start would compile anew.
RUN chmod -R a+rX /app \
 && python3 -m compileall -f -q -j0 --invalidation-mode unchecked-hash /venv/lib /app/app /app/components

FROM ${PYTHON}
# The base has no bytecode of the standard library, and a user that may not write can't keep it.
RUN stdlib="$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
 && rm -rf "$stdlib"/site-packages/pip* "$stdlib"/site-packages/setuptools* "$stdlib"/ensurepip "$stdlib"/idlelib \
 && python3 -m compileall -f -q -j0 --invalidation-mode unchecked-hash \
    -x '/(test|tkinter|turtledemo|pydoc_data|lib2to3)/' "$stdlib" \
 && echo 'winnow:x:10001:10001::/nonexistent:/usr/sbin/nologin' >> /etc/passwd \
 && echo 'winnow:x:10001:' >> /etc/group \
 && mkdir -p /var/cache/winnow && chown 10001:10001 /var/cache/winnow
ENV PATH=/venv/bin:$PATH PORT=8080 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 \
    NUMBA_CACHE_DIR=/tmp/numba WINNOW_CACHE_DIR=/var/cache/winnow
COPY --chmod=0755 entrypoint.sh /usr/local/bin/entrypoint
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001
RUN flask --app app keep
EXPOSE 8080
# Any answer is a sign of life, also the refusal of a host that WINNOW_HOSTS leaves out.
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD ["python", "-c", "import http.client, os, sys; \
c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=2); \
c.request('GET', '/-/health'); sys.exit(c.getresponse().status >= 500)"]
ENTRYPOINT ["entrypoint"]
CMD ["gunicorn"]
