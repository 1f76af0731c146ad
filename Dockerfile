# The service. docker-compose.yml beside this file runs it with a Neo4j as its store.
FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /opt/qilian
COPY requirements/runtime.txt requirements/
RUN /opt/qilian/bin/pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY . .
RUN /opt/qilian/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin qilian \
    && install -d -o qilian -g qilian /data
COPY --from=build /opt/qilian /opt/qilian
ENV PATH=/opt/qilian/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /data
USER qilian
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Any address but loopback asks for a key: set QILIAN_KEY.
CMD ["qilian", "serve", "--host", "0.0.0.0", "--port", "8000"]
